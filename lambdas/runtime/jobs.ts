/** The queues of our own jobs. */

import { InvariantError } from "../../core/foundation/domain/errors.ts";
import type { JobQueue } from "../../core/foundation/domain/jobs.ts";
import type { JobSender } from "../../core/foundation/services/deps.ts";
import { eachRow, throwFirst } from "../../core/foundation/services/each-row.ts";
import { sendPointers } from "./queue.ts";
import { environment } from "./runtime.ts";

/** `urls`: of the queues that a function may send to. */
export function jobSender(urls: Partial<Record<JobQueue, string>>): JobSender {
  return {
    async send(messages) {
      const byQueue = Map.groupBy(messages, ({ job }) => job.queue);
      const sent = await eachRow([...byQueue], async ([queue, some]) => {
        const url = urls[queue];
        if (url === undefined) throw new InvariantError(`this function was given no queue ${queue}`);
        await sendPointers(
          url,
          some.map(({ job: { body }, delaySeconds }) => ({ body, delaySeconds })),
        );
      });
      throwFirst(sent);
    },
  };
}

/** For functions that send any job. Call it while the module loads. */
export function allJobs(): JobSender {
  const env = environment("SAGA_QUEUE_URL", "REFUND_QUEUE_URL", "WEBHOOK_QUEUE_URL");
  return jobSender({
    sagas: env.SAGA_QUEUE_URL,
    refunds: env.REFUND_QUEUE_URL,
    webhooks: env.WEBHOOK_QUEUE_URL,
  });
}
