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

/** The answer to a batch, in input order. `idOf` gives an item's redemption, `detailOf` a refusal's sentence. */
export function batchView(
  batchId: string,
  items: readonly { reference: string }[],
  verdicts: readonly Verdict[],
  idOf: (index: number) => string,
  detailOf: (code: ItemRefusal, index: number) => string,
) {
  const summary = { accepted: 0, replayed: 0, rejected: 0 };
  const views = verdicts.map((verdict, index) => {
    const reference = items[index]?.reference;
    if (verdict.kind === "rejected") {
      summary.rejected++;
      const { code } = verdict;
      const error = { code, detail: detailOf(code, index) };
      return {
        index,
        reference,
        redemptionId: null,
        status: "REJECTED",
        isIdempotent: false,
        processedAt: iso(verdict.processedAt),
        error,
      };
    }
    summary[verdict.isIdempotent ? "replayed" : "accepted"]++;
    const { status, isIdempotent, processedAt } = verdict;
    return { index, reference, redemptionId: idOf(index), status, isIdempotent, processedAt: iso(processedAt) };
  });
  return { batchId, summary, items: views };
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

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
