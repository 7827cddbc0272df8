import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { LocalError } from "../local-error.ts";
import { localSqs } from "../queues.ts";
import type { RunFile } from "../state-folder.ts";

/** SQS gives at most ten at once. */
const RECEIVE_MAX = 10;

/** What the queue gave up on since the last start: the local queue does not outlive its process. */
export async function readDeadLetters(run: RunFile): Promise<string[]> {
  const QueueUrl = run.outputs.TenderService?.RedemptionDlqUrl;
  if (!QueueUrl) throw new LocalError("The service stack has no output RedemptionDlqUrl.");
  const sqs = localSqs(run.endpoints.sqs);
  try {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: RECEIVE_MAX }),
      );
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body }) => Body ?? ""));
    }
  } finally {
    sqs.destroy();
  }
}
