/** Work that a request begins and nobody waits for: done part by part, and gone on with wherever it has stopped. */
export interface LongJob {
  tenantId: string;
  jobId: string;
  state: "RUNNING" | "DONE" | "FAILED";
  keyId: string;
  createdAt: number;
  updatedAt: number;
}

export type LongJobRef = Pick<LongJob, "tenantId" | "jobId">;
