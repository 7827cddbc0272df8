import type { JobQueue } from "../../core/foundation/domain/jobs.ts";

/** What a journey makes functions, queues and the state machine do. */
export interface Work {
  /** Of the API, a vendor's webhook among them. */
  calls: number;
  /** Rows that streams bring. */
  outbox: number;
  events: number;
  /** Messages. */
  jobs: Partial<Record<JobQueue, number>>;
  /** Tasks of sagas. */
  tasks: number;
}

export const noWork = (): Work => ({ calls: 0, outbox: 0, events: 0, jobs: {}, tasks: 0 });

/** Of one of them, on average. */
export function averageOf(all: readonly Work[]): Work {
  const mean = (of: (work: Work) => number) => all.reduce((sum, work) => sum + of(work), 0) / all.length;
  const queues = new Set(all.flatMap(({ jobs }) => Object.keys(jobs) as JobQueue[]));
  return {
    calls: mean(({ calls }) => calls),
    outbox: mean(({ outbox }) => outbox),
    events: mean(({ events }) => events),
    jobs: Object.fromEntries([...queues].map((queue) => [queue, mean(({ jobs }) => jobs[queue] ?? 0)])),
    tasks: mean(({ tasks }) => tasks),
  };
}
