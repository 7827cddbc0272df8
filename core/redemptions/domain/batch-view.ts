import type { BatchVerdictsView } from "../../../contract/answers/redemptions.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { ItemRefusal, Verdict } from "./batch.ts";

/** The answer to a batch, in input order. `idOf` gives an item's redemption, `detailOf` a refusal's sentence. */
export function batchView(
  batchId: string,
  items: readonly { reference: string }[],
  verdicts: readonly Verdict[],
  idOf: (index: number) => string,
  detailOf: (code: ItemRefusal, index: number) => string,
): BatchVerdictsView {
  const summary = { accepted: 0, replayed: 0, rejected: 0 };
  const views = verdicts.map((verdict, index): BatchVerdictsView["items"][number] => {
    const reference = items[index]?.reference ?? "";
    const processedAt = iso(verdict.processedAt);
    if (verdict.kind === "rejected") {
      summary.rejected++;
      const { code } = verdict;
      const error = { code, detail: detailOf(code, index) };
      return { index, reference, redemptionId: null, status: "REJECTED", isIdempotent: false, processedAt, error };
    }
    const { status, isIdempotent } = verdict;
    summary[isIdempotent ? "replayed" : "accepted"]++;
    return { index, reference, redemptionId: idOf(index), status, isIdempotent, processedAt };
  });
  return { batchId, summary, items: views };
}
