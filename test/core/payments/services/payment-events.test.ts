import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { makeId, numberedAt } from "../../../../core/foundation/domain/ids.ts";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import type { Refund } from "../../../../core/payments/domain/payment.ts";
import { getOrder } from "../../../../core/payments/services/orders.ts";
import { getPayment } from "../../../../core/payments/services/payment-reading.ts";
import { getRefund } from "../../../../core/payments/services/refund-reading.ts";
import { resolveRefund } from "../../../../core/payments/services/refund-review.ts";
import { workRefund } from "../../../../core/payments/services/refund-work.ts";
import { retrySaga } from "../../../../core/payments/services/saga-review.ts";
import { noteDispute } from "../../../../core/payments/store/channel-money-store.ts";
import { toldOf } from "../../../support/events.ts";
import { AMOUNT, bodyOf, MERCHANT, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";

let world: PaymentWorld;
let paymentId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

async function pay(kind: ChargeKind, change: object = {}): Promise<void> {
  paymentId = paymentIdIn(await world.pay(kind, change));
  await world.settle();
}
async function refund(amount?: number): Promise<Refund> {
  const { refundId } = bodyOf(await world.refund(paymentId, amount));
  await world.settle();
  return (await world.refunds()).find((each) => each.refundId === refundId) as Refund;
}
const lookedUp = { ownerId: "platform" };

/** The types so far; the last event shows what a read shows at this moment. */
async function told(resourceId: string, read: () => Promise<unknown>): Promise<string[]> {
  const { types, data } = await toldOf(world.world.tables, resourceId);
  if (types.length > 0) expect(data).toEqual(await read());
  return types;
}
const ofPayment = (id = paymentId) => told(id, () => getPayment(world.deps, MERCHANT, id));
const ofRefund = ({ refundId }: Refund) => told(refundId, () => getRefund(world.deps, MERCHANT, refundId));
async function ofOrder(): Promise<string[]> {
  const { orderId } = await getPayment(world.deps, MERCHANT, paymentId);
  return told(orderId, () => getOrder(world.deps, MERCHANT, orderId));
}

describe("what a merchant is told of a payment", () => {
  test("nothing when it is accepted; that it succeeded, and that the order it has made is finished", async () => {
    paymentId = paymentIdIn(await world.pay("ok"));
    expect(await ofPayment()).toEqual([]);
    await world.advanceTo("FulfilOrder");
    expect(await ofPayment()).toEqual(["payment.succeeded"]);
    expect(await ofOrder()).toEqual([]);
    await world.settle();
    expect(await ofPayment()).toEqual(["payment.succeeded"]);
    expect(await ofOrder()).toEqual(["order.finished"]);
  });

  test("that its customer has to act, and where; then that they have paid", async () => {
    await pay("action");
    expect(await ofPayment()).toEqual(["payment.requires_action"]);
    await world.webhook(world.channel.act(paymentId, "paid"));
    await world.settle();
    expect(await ofPayment()).toEqual(["payment.requires_action", "payment.succeeded"]);
  });

  test("that it was declined, its order cancelled; the order's next payment goes on counting", async () => {
    await pay("declined");
    const first = paymentId;
    expect(await ofPayment()).toEqual(["payment.declined"]);
    expect(await ofOrder()).toEqual(["order.cancelled"]);
    await pay("ok", { orderId: (await getPayment(world.deps, MERCHANT, first)).orderId });
    expect(await ofPayment(first)).toEqual(["payment.declined"]);
    expect(await ofPayment()).toEqual(["payment.succeeded"]);
    expect(await ofOrder()).toEqual(["order.cancelled", "order.finished"]);
  });

  test("that it was cancelled, with the reason when its time was over", async () => {
    await pay("action");
    await world.cancel(paymentId);
    await world.settle();
    expect(await ofPayment()).toEqual(["payment.requires_action", "payment.cancelled"]);
    expect(await ofOrder()).toEqual(["order.cancelled"]);
    await pay("action", { orderNo: "order-2" });
    world.world.nowMs += world.deps.limits.orderExpiryMs * 2;
    await world.settle();
    expect(await ofPayment()).toEqual(["payment.requires_action", "payment.cancelled"]);
    expect((await toldOf(world.world.tables, paymentId)).data).toMatchObject({ reason: "expired" });
  });

  test("nothing of an order that it never came to make", async () => {
    paymentId = paymentIdIn(await world.pay("ok"));
    await world.cancel(paymentId);
    await world.settle();
    expect(await ofPayment()).toEqual(["payment.cancelled"]);
    expect(await ofOrder()).toEqual([]);
  });

  test("that it waits for a person, each time, and how it ends after that", async () => {
    const sagaIdOf = async () => String((await world.sagas())[0]?.sagaId);
    const again = async () => {
      const body = { reason: "look again" };
      const path = { id: await sagaIdOf() };
      const request = { ...world.world.request("POST /v1/sagas/{id}/retry", body, undefined, path), ...lookedUp };
      await retrySaga(world.deps, request, OPERATOR, path.id, body);
      await world.settle();
    };
    await pay("unknown-forever");
    expect(await ofPayment()).toEqual(["payment.needs_review"]);
    await again();
    expect(await ofPayment()).toEqual(["payment.needs_review", "payment.needs_review"]);
    world.channel.becomes(paymentId, "captured");
    await again();
    expect(await ofPayment()).toEqual(["payment.needs_review", "payment.needs_review", "payment.succeeded"]);
  });

  test("that it was paid too late, and went back", async () => {
    await pay("action");
    await world.cancel(paymentId);
    await world.settle();
    world.channel.becomes(paymentId, "captured");
    const paid = { amount: AMOUNT, providerReference: "trade-late" };
    await world.webhook(world.channel.event(paymentId, "paid", paid));
    await world.settle();
    expect(await ofPayment()).toEqual(["payment.requires_action", "payment.cancelled", "payment.refunded"]);
    expect(await ofOrder()).toEqual(["order.cancelled"]);
  });
});

describe("what a merchant is told of refunds", () => {
  test("each by itself, and what the payment has become with it; the order goes with the last", async () => {
    await pay("ok");
    const first = await refund(300);
    expect(await ofRefund(first)).toEqual(["refund.succeeded"]);
    expect(await ofPayment()).toEqual(["payment.succeeded", "payment.partially_refunded"]);
    expect(await ofOrder()).toEqual(["order.finished"]);
    const rest = await refund();
    expect(await ofRefund(rest)).toEqual(["refund.succeeded"]);
    expect(await ofPayment()).toEqual(["payment.succeeded", "payment.partially_refunded", "payment.refunded"]);
    expect(await ofOrder()).toEqual(["order.finished", "order.refunded"]);
  });

  test("two at once: each of the payment's events shows what had gone back by then", async () => {
    await pay("ok");
    await world.refund(paymentId, 300);
    await world.refund(paymentId, 200);
    await world.settle();
    expect(await ofPayment()).toEqual([
      "payment.succeeded",
      "payment.partially_refunded",
      "payment.partially_refunded",
    ]);
    expect((await toldOf(world.world.tables, paymentId)).data).toMatchObject({
      refunded: { amount: 500 },
      refunds: [{ status: "SUCCEEDED" }, { status: "SUCCEEDED" }],
    });
  });

  test("one that ends while another looks at the payment is shown as it has ended, however many there are", async () => {
    await pay("ok");
    const [first, second] = [bodyOf(await world.refund(paymentId, 300)), bodyOf(await world.refund(paymentId, 200))];
    const [row] = await world.refunds();
    const older = { ...row, state: "FAILED", duePk: undefined, dueAt: undefined };
    for (let n = 0; n < CONTRACT.pageMaxItems; n++) {
      const refundId = makeId("ref", "acme", numberedAt(1, n));
      await world.spoil({ ...older, refundId, sk: `REFUND#${refundId}` });
    }
    const work = ({ refundId }: { refundId?: string }) =>
      workRefund(world.deps, { tenantId: "acme", paymentId, refundId: String(refundId) }, () => 60_000);
    const { tables } = world.deps;
    const query = tables.query.bind(tables);
    let isLooked = false;
    tables.query = async (...asked) => {
      const seen = await query(...asked);
      if (isLooked) return seen;
      isLooked = true;
      await work(second);
      return seen;
    };
    await work(first);
    const { refunds } = (await toldOf(world.world.tables, paymentId)).data as { refunds: { status: string }[] };
    expect(refunds.slice(0, 3).map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED", "FAILED"]);
  });

  test("that one failed, and nothing of its payment", async () => {
    await pay("ok");
    world.channel.refunds = "declined";
    expect(await ofRefund(await refund(300))).toEqual(["refund.failed"]);
    expect((await toldOf(world.world.tables, paymentId)).types).toEqual(["payment.succeeded"]);
  });

  test.each([
    ["SUCCEEDED", "refund.succeeded", ["payment.succeeded", "payment.refunded"], ["order.finished", "order.refunded"]],
    ["FAILED", "refund.failed", ["payment.succeeded"], ["order.finished"]],
  ] as const)(
    "nothing while it waits for a person; then that they say %s",
    async (resolution, what, payment, order) => {
      await pay("ok");
      world.channel.refunds = "unknown-forever";
      const parked = await refund();
      expect(parked.state).toBe("NEEDS_REVIEW");
      expect(await ofRefund(parked)).toEqual([]);
      const body = { resolution, reason: "seen in their books" };
      const path = { id: parked.refundId };
      const request = { ...world.world.request("POST /v1/refunds/{id}/resolve", body, undefined, path), ...lookedUp };
      await resolveRefund(world.deps, request, OPERATOR, parked.refundId, body);
      expect(await ofRefund(parked)).toEqual([what]);
      expect((await toldOf(world.world.tables, paymentId)).types).toEqual(payment);
      const { orderId } = await getPayment(world.deps, MERCHANT, paymentId);
      expect((await toldOf(world.world.tables, orderId)).types).toEqual(order);
    },
  );

  test("that the vendor gave it back unasked", async () => {
    await pay("ok");
    await world.webhook(world.channel.giveBack(paymentId, 1000));
    await world.settle();
    const [made] = await world.refunds();
    expect(await ofRefund(made as Refund)).toEqual(["refund.succeeded"]);
    expect(await ofPayment()).toEqual(["payment.succeeded", "payment.refunded"]);
    expect(await ofOrder()).toEqual(["order.finished", "order.refunded"]);
  });
});

test("a vendor's word that is noted while the payment ends is shown by what is told: the task runs again", async () => {
  const { tables } = world.deps;
  const transact = tables.transact.bind(tables);
  const word = { reference: "dp_1", status: "needs_response", amount: AMOUNT, at: world.nowMs };
  let noted = false;
  tables.transact = async (writes, triesMax) => {
    if (!noted && writes.some(({ name }) => name === "payment.settle")) {
      noted = true;
      const [payment] = await world.payments();
      if (payment) await tables.write(noteDispute(payment, word, world.nowMs));
    }
    return transact(writes, triesMax);
  };
  await pay("ok");
  expect(noted).toBe(true);
  expect(await ofPayment()).toEqual(["payment.succeeded"]);
  expect((await toldOf(world.world.tables, paymentId)).data).toMatchObject({ dispute: { reference: "dp_1" } });
});
