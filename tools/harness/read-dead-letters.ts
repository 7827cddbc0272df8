import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { LocalError } from "../../local/local-error.ts";
import { localSqs } from "../../local/servers/queues.ts";
import type { RunFile } from "../../local/state/state-folder.ts";

/** SQS gives at most ten at once. */
const RECEIVE_MAX = 10;

/** What the queues gave up on since the last start: the local queues do not outlive their process. */
export async function readDeadLetters(run: RunFile): Promise<string[]> {
  const outputs = Object.entries(run.outputs.TenderService ?? {});
  const queues = outputs.flatMap(([name, url]) => (name.endsWith("DlqUrl") ? [url] : []));
  if (queues.length === 0) throw new LocalError("The service stack has no outputs that end in DlqUrl.");
  const sqs = localSqs(run.endpoints.sqs);
  const receive = async (QueueUrl: string): Promise<string[]> => {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: RECEIVE_MAX }),
      );
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body }) => Body ?? ""));
    }
  };
  try {
    return (await Promise.all(queues.map(receive))).flat();
  } finally {
    sqs.destroy();
  }
}
