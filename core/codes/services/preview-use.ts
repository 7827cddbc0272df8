import type { CodeRedemptionPreview } from "../../../contract/answers/codes.ts";
import { makeId } from "../../foundation/domain/ids.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { VaultDeps } from "../../foundation/services/deps.ts";
import { stockSlots } from "../../orders/services/takes.ts";
import { decideUse } from "../domain/code-use.ts";
import { readCodeSlots } from "../store/code-store.ts";
import { factsOf, readFirst, readTake } from "./use-facts.ts";
import { assertMayTry, countTry } from "./use-refusals.ts";

/** What a use would come to at this moment. A refusal counts as a try: who guesses with previews guesses all the same. */
export async function previewUse(
  deps: VaultDeps,
  tenantId: string,
  input: { code: string; userId: string },
): Promise<CodeRedemptionPreview> {
  const nowMs = deps.clock();
  const { known } = await readFirst(deps, { tenantId, ...input }, undefined, nowMs);
  assertMayTry(deps, known.tries, nowMs);
  const orderId = makeId("ord", tenantId, deps.random.ulid(nowMs));
  await readTake(deps, known, orderId);
  if (known.code && known.code.slots > 1) known.codeSlots = await readCodeSlots(deps.tables, known.code);
  let decision = decideUse(factsOf(known), orderId, nowMs);
  // The last reason of all: who is refused for another one has the same requests, stock or not.
  if (decision.verdict === "ok" && known.offer) {
    known.stock = await stockSlots(deps.tables, known.offer);
    decision = decideUse(factsOf(known), orderId, nowMs);
  }
  if (decision.verdict !== "ok") {
    await countTry(deps, known, nowMs);
    return { verdict: decision.verdict };
  }
  const { startsAt, endsAt } = decision.holding;
  return {
    verdict: "ok",
    offerId: known.code?.terms.offerId as string,
    startsAt: iso(startsAt),
    endsAt: iso(endsAt),
  };
}
