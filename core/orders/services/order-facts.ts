import type { Deps } from "../../foundation/services/deps.ts";
import type { NewRecord } from "../../foundation/services/idempotency.ts";
import { type IdempotencyRecord, live } from "../../foundation/store/idempotency-store.ts";
import { idempotencyKey } from "../../foundation/store/keys.ts";
import type { Item, Write } from "../../foundation/store/table.ts";
import type { Offer } from "../domain/offer.ts";
import { isOver, type Purchase } from "../domain/order.ts";
import { offerKey, orderNoKey } from "../store/keys.ts";
import { checkOrderOver, type OrderNumber } from "../store/order-no-store.ts";
import { readOrder } from "../store/order-store.ts";
import { readWithSeldomChanged } from "./seldom-changed.ts";
import { takeKeysOfAny } from "./takes.ts";

/** Who has an order number. */
export interface NumberHolder {
  orderId: string;
  /** The number is free for another order. */
  isOver: boolean;
  /** Beside the write that takes the number from it. */
  stillOver: Write;
}

/** Payments by themselves have numbers, too; what is known of them is known elsewhere. */
export type PaymentNumbers = (
  deps: Pick<Deps, "tables">,
  ref: { tenantId: string; paymentId: string },
) => Promise<NumberHolder>;

export interface Place {
  /** The request has its answer: nothing else matters. */
  record: IdempotencyRecord | undefined;
  offer: Offer | undefined;
  number: OrderNumber | undefined;
  holder: NumberHolder | undefined;
  /** What the user holds of the offer. */
  take: (Item | undefined)[];
}

/** What an order meets: in one request where its number is new. What its key has answered is read along, and goes first. */
export async function readPlace(
  deps: Deps,
  { tenantId, orderNo, offerId, userMark }: { tenantId: string; orderNo: string; offerId: string; userMark: string },
  entry: NewRecord,
  payments: PaymentNumbers,
): Promise<Place> {
  const { rows, seldom } = await readWithSeldomChanged(
    deps,
    [
      { table: "transient", ...idempotencyKey(entry.ownerId, entry.key, entry.route) },
      orderNoKey(tenantId, orderNo),
      ...takeKeysOfAny({ tenantId, userMark }, offerId),
    ],
    [offerKey(tenantId, offerId)],
  );
  const [answered, row, ...take] = rows;
  const record = live(answered as IdempotencyRecord | undefined, entry.startedAt);
  const number = row as unknown as OrderNumber | undefined;
  const holder = record || !number ? undefined : await holderOf(deps, tenantId, number, payments);
  return { record, offer: seldom[0] as Offer | undefined, number, holder, take };
}

async function holderOf(
  deps: Deps,
  tenantId: string,
  { orderId, paymentId }: OrderNumber,
  payments: PaymentNumbers,
): Promise<NumberHolder> {
  if (orderId === undefined) return payments(deps, { tenantId, paymentId: paymentId as string });
  const ref = { tenantId, orderId };
  const order = (await readOrder(deps.tables, ref)) as Purchase;
  return { orderId, isOver: isOver(order), stillOver: checkOrderOver(ref) };
}
