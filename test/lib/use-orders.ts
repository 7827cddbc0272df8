import type { Caller } from "../../core/foundation/services/deps.ts";
import { underKey } from "../../core/foundation/services/under-key.ts";
import { changeOffer, createOffer, getOffer, listOffers } from "../../core/orders/services/offers.ts";
import { expireOnTime, sweepOrders } from "../../core/orders/services/order-expiry.ts";
import { listOrders } from "../../core/orders/services/order-lists.ts";
import { previewOrder } from "../../core/orders/services/preview-order.ts";
import type { Payment } from "../../core/payments/domain/payment.ts";
import { placeOrder } from "../../core/payments/services/order-numbers.ts";
import { cancelOrder, getOrder } from "../../core/payments/services/orders.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import type { World } from "../support/world.ts";

const OPERATOR: Caller = { kind: "operator", keyId: "operator" };
const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "acme" };
const PAGE = { limit: 10 };
const OFFER = {
  name: "Pro",
  price: { amount: 1000, currency: "USD" },
  period: { unit: "month", count: 1 },
  onRepeat: "new",
  perUserLimit: 3,
  stock: 2,
} as const;

/** Everything that there is to do with offers and their orders; what a payment does to them is a payment's. */
export async function useOrders(world: World, as: Record<"orders-api" | "order-worker" | "sweeper", AllDeps>) {
  const deps = as["orders-api"];
  const order = (orderNo: string, offer: string, userId = "zoe") => {
    const body = { orderNo, offerId: offer, userId };
    const request = world.request("POST /v1/orders", body);
    return underKey(deps, request, () => placeOrder(deps, request, "acme", body));
  };
  const idIn = async (answer: ReturnType<typeof order>) => String(((await answer).body as { orderId: string }).orderId);
  const made = await createOffer(deps, world.request("POST /v1/offers", OFFER), "acme", OFFER);
  const { offerId } = made.body as { offerId: string };
  for (const caller of [OPERATOR, TENANT]) await listOffers(deps, caller, PAGE);
  await getOffer(deps, TENANT, offerId);
  await previewOrder(deps, "acme", { offerId, userId: "zoe" });

  const orderId = await idIn(order("1", offerId));
  const reason = { reason: "not wanted any more" };
  const cancel = world.request("POST cancel", reason);
  await getOrder(deps, TENANT, orderId);
  await cancelOrder(deps, cancel, OPERATOR, orderId, reason);
  // The number of one that is over, and of a payment that took no money.
  const again = await idIn(order("1", offerId));
  const payments = (await world.rows("PAY#")) as unknown as Payment[];
  const { orderNo } = payments.find(({ state }) => state === "DECLINED") as Payment;
  await order(orderNo, offerId);
  await order("3", offerId).catch(() => "out of stock, for now");
  for (const by of [{}, { userId: "zoe" }, { status: "PENDING" as const }])
    for (const caller of [OPERATOR, TENANT]) await listOrders(deps, caller, { ...PAGE, ...by });

  world.nowMs += world.deps.limits.reservationMs;
  await sweepOrders(as.sweeper);
  await expireOnTime(as["order-worker"], { tenantId: "acme", orderId: again });
  const inactive = { status: "INACTIVE" as const };
  await changeOffer(deps, world.request("PATCH /v1/offers/{id}", inactive), TENANT, offerId, inactive);
  world.nowMs += 1000;
  await order("4", offerId);
  await order("5", offerId.replace(/.{26}$/, "0".repeat(26))).catch(() => "not found");
}
