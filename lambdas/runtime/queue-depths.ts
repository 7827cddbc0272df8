/** How full the queues are, by SQS's own word: it counts by and by, so that a moment ago is meant. */

import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { JOB_QUEUES } from "../../core/foundation/domain/jobs.ts";
import type { OverviewDeps } from "../../core/foundation/services/overview.ts";
import { sqs, urlOf } from "./queues.ts";

const VISIBLE = "ApproximateNumberOfMessages";
const IN_FLIGHT = "ApproximateNumberOfMessagesNotVisible";

/** For the function that watches all queues. Call it while the module loads. */
export function queueDepths(): OverviewDeps["queueDepths"] {
  const queues = JOB_QUEUES.map((name) => ({ name, url: urlOf(name), deadLetters: urlOf(name, "DLQ") }));
  return () =>
    Promise.all(
      queues.map(async ({ name, url, deadLetters }) => {
        const [own, dead] = await Promise.all([depthOf(url), depthOf(deadLetters)]);
        return { name, ...own, deadLetters: dead.visible };
      }),
    );
}

async function depthOf(QueueUrl: string): Promise<{ visible: number; inFlight: number }> {
  const AttributeNames = [VISIBLE, IN_FLIGHT] as const;
  const { Attributes = {} } = await sqs().send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  return { visible: Number(Attributes[VISIBLE] ?? 0), inFlight: Number(Attributes[IN_FLIGHT] ?? 0) };
}
