import type { OrderPreview } from "../../../contract/answers/orders.ts";
import { makeId } from "../../foundation/domain/ids.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { VaultDeps } from "../../foundation/services/deps.ts";
import { type Offer, termsOf } from "../domain/offer.ts";
import { decideTake } from "../domain/take.ts";
import { offerKey } from "../store/keys.ts";
import { offerNotFound } from "./create-order.ts";
import { readWithSeldomChanged } from "./seldom-changed.ts";
import { stockSlots, takeFacts, takeKeysOfAny } from "./takes.ts";

/** What an order would come to at this moment, and what the user would hold if it were paid at once. */
export async function previewOrder(
  deps: VaultDeps,
  tenantId: string,
  { offerId, userId }: { offerId: string; userId: string },
): Promise<OrderPreview> {
  const nowMs = deps.clock();
  const keys = takeKeysOfAny({ tenantId, userMark: deps.vault.personMark(tenantId, "user", userId) }, offerId);
  const { rows, seldom } = await readWithSeldomChanged(deps, keys, [offerKey(tenantId, offerId)]);
  const offer = seldom[0] as Offer | undefined;
  if (!offer) throw offerNotFound();
  const orderId = makeId("ord", tenantId, deps.random.ulid(nowMs));
  const terms = termsOf(offer);
  let decision = decideTake(takeFacts(terms, offer, rows, undefined), orderId, nowMs);
  // The last reason of all, and the only one that takes a snapshot.
  if (decision.verdict === "ok") {
    const stock = await stockSlots(deps.tables, offer);
    decision = decideTake(takeFacts(terms, offer, rows, stock), orderId, nowMs);
  }
  if (decision.verdict !== "ok") return { verdict: decision.verdict };
  const { startsAt, endsAt } = decision.holding;
  return { verdict: "ok", amount: offer.price, startsAt: iso(startsAt), endsAt: iso(endsAt) };
}
