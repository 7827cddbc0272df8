import type { Caller, Deps, IdempotentRequest } from "../../core/foundation/services/deps.ts";
import { listReviews } from "../../core/foundation/services/reviews.ts";
import type { Offer } from "../../core/orders/domain/offer.ts";
import type { ChannelEvent } from "../../core/payments/domain/channel.ts";
import type { Payment } from "../../core/payments/domain/payment.ts";
import { cancelOrder } from "../../core/payments/services/orders.ts";
import { cancelPayment } from "../../core/payments/services/payment-cancel.ts";
import { resolveRefund } from "../../core/payments/services/refund-review.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { makeOffer, makePurchase } from "../support/purchases.ts";
import type { RefundKind } from "../support/scripted-channel.ts";

const OPERATOR: Caller = { kind: "operator", keyId: "operator" };
const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "acme" };
const AMOUNT = { amount: 1000, currency: "USD" };
const REASON = { reason: "for its rights" };

interface Users {
  as(name: "payments-api" | "orders-api" | "operator-api"): AllDeps;
  channel: { refunds: RefundKind };
  request(route: string, body: object): IdempotentRequest;
  pay(paymentMethod: "ok" | "action", orderNo: string, orderId?: string): Promise<Payment>;
  refund(payment: Payment, amount: number): Promise<void>;
  tell(event: ChannelEvent): Promise<void>;
  run(): Promise<void>;
}

/** Orders of offers are paid, cancelled and refunded, by each function that may end a refund. `makes`: whoever makes orders. */
export async function usePurchases(users: Users, makes: Deps): Promise<void> {
  const one = await makeOffer(makes, { onRepeat: "new", perUserLimit: 9, stockLimit: 9 });
  const more = await makeOffer(makes);
  const order = (offer: Offer, orderNo: string) => makePurchase(makes, offer, { orderNo });
  const paid = async (offer: Offer, orderNo: string): Promise<Payment> => {
    await order(offer, orderNo);
    const payment = await users.pay("ok", orderNo);
    await users.run();
    return payment;
  };
  const cancel = (orderId: string) =>
    cancelOrder(users.as("orders-api"), users.request("POST", REASON), TENANT, orderId, REASON);

  await cancel((await order(one, "free")).orderId);
  await users.pay("ok", "free");
  const { orderId } = await order(one, "held");
  const open = await users.pay("action", "held", orderId);
  await users.run();
  await cancelPayment(users.as("payments-api"), users.request("POST", REASON), TENANT, open.paymentId, REASON);
  await users.run();
  await users.pay("action", "held");
  await users.run();
  await cancel(orderId);
  await users.run();

  await paid(more, "kept");
  await paid(more, "extended");
  users.channel.refunds = "ok";
  await users.refund(await paid(one, "worker"), 1000);
  const { paymentId } = await paid(one, "webhook");
  await users.tell({ eventId: "all", type: "refunded", paymentId, refunded: AMOUNT });
  await users.run();
  await refundByPerson(users, await paid(one, "operator"));
}

async function refundByPerson(users: Users, { paymentId }: Payment): Promise<void> {
  const deps = users.as("operator-api");
  const dispute = { reference: "dp_2", status: "lost", stage: "taken" } as const;
  await users.tell({ eventId: "lost", type: "disputed", paymentId, dispute, amount: AMOUNT });
  await users.run();
  const { items } = await listReviews(deps, { limit: 100 });
  const review = items.find((one) => one.paymentId === paymentId);
  const found = { resolution: "SUCCEEDED" as const, ...REASON };
  await resolveRefund(deps, users.request("POST", found), OPERATOR, String(review?.reviewId), found);
}
