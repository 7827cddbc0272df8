import type { BatchVerdictsView } from "../../../contract/answers/redemptions.ts";
import { batchView as view } from "../../foundation/domain/batch.ts";
import type { ItemRefusal, Verdict } from "./batch.ts";

/** The answer to a batch, in input order. `idOf` gives an item's redemption, `detailOf` a refusal's sentence. */
export function batchView(
  batchId: string,
  items: readonly { reference: string }[],
  verdicts: readonly Verdict[],
  idOf: (index: number) => string,
  detailOf: (code: ItemRefusal, index: number) => string,
): BatchVerdictsView {
  const callersOf = (index: number) => ({ reference: items[index]?.reference ?? "" });
  return view(batchId, verdicts, { idName: "redemptionId", idOf, callersOf, detailOf });
}
