import type { LongJob } from "../../foundation/domain/long-job.ts";

/** Codes being made: a range of numbers of one campaign, taken when the job was accepted. */

export interface JobError {
  index: number;
  last4: string;
  code: "code-exists";
}

/** A merchant's own code, before its row is made: never the code itself. */
export interface OwnCode {
  codeId: string;
  /** By every other pepper that there was when the job was accepted: the same code may be known by one of them. */
  otherIds?: string[];
  last4: string;
}

export interface CodeJob extends LongJob {
  campaignId: string;
  /** Number of its first code. */
  from: number;
  total: number;
  /** How many have been seen to: what is below is never made again. */
  cursor: number;
  own?: OwnCode[];
  errors: JobError[];
}
