import type { RedemptionState, ResubmissionRefusal } from "./redemption.ts";

export type ItemRefusal = ResubmissionRefusal | "code-malformed";

/** What became of one item of a batch; compact, so that the first answer can be rebuilt from the request and these. */
export type Verdict =
  | { kind: "taken"; status: RedemptionState; isIdempotent: boolean; processedAt: number }
  | { kind: "rejected"; code: ItemRefusal; processedAt: number };

export interface BatchSubmission {
  batchId?: string | undefined;
  planId: string;
  mode: "partial" | "atomic";
  items: { reference: string; code: string }[];
}

/** `[status, isIdempotent ? 1 : 0, processedAt]` or `[errorCode, processedAt]`: ~25 bytes an item. */
export function packVerdicts(verdicts: readonly Verdict[]): string {
  return JSON.stringify(
    verdicts.map((verdict) =>
      verdict.kind === "taken"
        ? [verdict.status, verdict.isIdempotent ? 1 : 0, verdict.processedAt]
        : [verdict.code, verdict.processedAt],
    ),
  );
}

export function unpackVerdicts(packed: string): Verdict[] {
  const rows = JSON.parse(packed) as ([RedemptionState, 0 | 1, number] | [ItemRefusal, number])[];
  return rows.map((row) =>
    row.length === 3
      ? { kind: "taken", status: row[0], isIdempotent: row[1] === 1, processedAt: row[2] }
      : { kind: "rejected", code: row[0], processedAt: row[1] },
  );
}
