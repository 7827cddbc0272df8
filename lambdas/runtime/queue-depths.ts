/** How full the queues are, by SQS's own word: it counts by and by, so that a moment ago is meant. */

import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { JOB_QUEUES, type JobQueue } from "../../core/foundation/domain/jobs.ts";
import type { OverviewDeps } from "../../core/foundation/services/overview.ts";
import { sqs, urlOf } from "./queues.ts";
import { log } from "./telemetry.ts";

const VISIBLE = "ApproximateNumberOfMessages";
const IN_FLIGHT = "ApproximateNumberOfMessagesNotVisible";
/** With its retries: an overview is for a person who waits, and has more to say than this. */
const ANSWER_MS = 3000;

interface Watched {
  name: JobQueue;
  url: string;
  deadLetters: string;
}

/** For the function that watches all queues. Call it while the module loads. */
export function queueDepths(): OverviewDeps["queueDepths"] {
  const queues = JOB_QUEUES.map((name) => ({ name, url: urlOf(name), deadLetters: urlOf(name, "DLQ") }));
  return async () => (await Promise.all(queues.map(depthsOf))).filter((depths) => depths !== undefined);
}

/** A queue that SQS does not tell of is left out: the rest of an overview matters most on just such a day. */
async function depthsOf({ name, url, deadLetters }: Watched) {
  const abortSignal = AbortSignal.timeout(ANSWER_MS);
  try {
    const [own, dead] = await Promise.all([depthOf(url, abortSignal), depthOf(deadLetters, abortSignal)]);
    return { name, ...own, deadLetters: dead.visible };
  } catch (error) {
    log.error("SQS does not tell how full a queue is", error, { queue: name });
    return undefined;
  }
}

async function depthOf(QueueUrl: string, abortSignal: AbortSignal): Promise<{ visible: number; inFlight: number }> {
  const { Attributes = {} } = await sqs().send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [VISIBLE, IN_FLIGHT] }),
    { abortSignal },
  );
  return { visible: Number(Attributes[VISIBLE] ?? 0), inFlight: Number(Attributes[IN_FLIGHT] ?? 0) };
}
