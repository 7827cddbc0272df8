import type { JobView } from "../../../contract/answers/jobs.ts";
import type { LongJob } from "../../foundation/domain/long-job.ts";

/** Which deliveries are sent again: those that never arrived, or whatever there is to tell. */
export const REPLAYED = ["failed", "all"] as const;

/** Deliveries of one endpoint sent again, by the time of their events. */
export interface ReplayJob extends LongJob {
  webhookEndpointId: string;
  only: (typeof REPLAYED)[number];
  /** Included. */
  since: number;
  /** Not included. */
  until: number;
  /** The place in the list up to which all has been seen to, and is there for good. */
  cursor: string;
  /** How many of those have been sent by this job. */
  sent: number;
}

export function replayView({ jobId, state, sent }: ReplayJob): JobView {
  return { jobId, kind: "replay", status: state, done: sent, total: state === "RUNNING" ? null : sent, errors: [] };
}
