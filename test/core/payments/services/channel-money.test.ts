import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ChannelEvent, TradeOutcome } from "../../../../core/payments/domain/channel.ts";
import type { Payment } from "../../../../core/payments/domain/payment.ts";
import { paymentView } from "../../../../core/payments/domain/payment-view.ts";
import { resolveRefund } from "../../../../core/payments/services/refund-review.ts";
import { restoredRefund } from "../../../../core/payments/services/webhook-refunds.ts";
import { applyWebhook } from "../../../../core/payments/services/webhook-work.ts";
import { bodyOf, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { assertInvariants, assertSound } from "./payment-soundness.ts";

let world: PaymentWorld;
let paymentId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

async function paid(kind: ChargeKind = "ok", orderNo = "order-1"): Promise<string> {
  paymentId = paymentIdIn(await world.pay(kind, { orderNo }));
  await world.settle();
  return paymentId;
}
async function tell(...events: ChannelEvent[]): Promise<void> {
  for (const event of events) await world.webhook(event);
  await world.settle();
}
const payment = async () => (await world.payments()).find((one) => one.paymentId === paymentId) as Payment;
const wallet = async () => (await world.wallets())[0];
const results = async () => (await world.inbox()).map(({ result }) => result).sort();
/** The vendor's answer to whoever asks about a trade. */
function asked(answer: TradeOutcome | (() => TradeOutcome)): void {
  Object.assign(world.port, { trade: async () => (typeof answer === "function" ? answer() : answer) });
}

describe("a refund of ours that the vendor's list names after a restore", () => {
  test("is booked under its own number, and the one that is known stays as it is", async () => {
    await paid();
    const refunded = { amount: 500, currency: "USD" };
    await world.refund(paymentId, 200);
    await world.settle();
    const [known] = await world.refunds();
    const { providerReference } = await payment();
    const lostId = `ref_acme_${world.deps.random.ulid(world.world.nowMs)}`;
    const listed = (refundId: string, amount: number): ChannelEvent => ({
      ...{ eventId: restoredRefund(refundId), type: "refunded", paymentId, orderNo: "order-1", refundId, refunded },
      ...{ amount: { amount, currency: "USD" }, ...(providerReference === undefined ? {} : { providerReference }) },
    });
    await tell(listed(known?.refundId ?? "", 200), listed(lostId, 300));
    expect(await payment()).toMatchObject({ refunded: 500, refundable: 500 });
    const made = (await world.refunds()).map(({ refundId, amount }) => [refundId, amount.amount]);
    expect(made.sort()).toEqual(
      [
        [known?.refundId, 200],
        [lostId, 300],
      ].sort(),
    );
    expect(await results()).toEqual(["a refund of ours", "refunded at the channel"]);
  });

  test("comes back as itself, though the list names one first that was made at the vendor's desk", async () => {
    await paid();
    const { providerReference } = await payment();
    const lostId = `ref_acme_${world.deps.random.ulid(world.world.nowMs)}`;
    const listed = (refundId: string, amount: number): ChannelEvent => ({
      ...{ eventId: restoredRefund(refundId), type: "refunded", paymentId, orderNo: "order-1", refundId },
      ...{ refunded: { amount: 500, currency: "USD" }, amount: { amount, currency: "USD" } },
      ...(providerReference === undefined ? {} : { providerReference }),
    });
    await tell(listed("re_of_the_desk", 200), listed(lostId, 300));
    expect(await payment()).toMatchObject({ refunded: 500, refundable: 500 });
    const made = (await world.refunds()).map(({ refundId, origin, amount }) => [
      refundId === lostId,
      origin,
      amount.amount,
    ]);
    expect(made.sort()).toEqual([
      [false, "channel", 200],
      [true, "caller", 300],
    ]);
    expect(await wallet()).toMatchObject({ available: 500, frozen: 0 });
  });
});

describe("a refund made at the vendor", () => {
  test("is on the books once: payment, wallet, ledger and a refund of its own", async () => {
    await paid();
    const event = world.channel.giveBack(paymentId, 300);
    await tell(event, event, { ...event, eventId: "told again" });
    expect(await payment()).toMatchObject({ state: "PARTIALLY_REFUNDED", refunded: 300, refundable: 700 });
    expect(await payment()).toMatchObject({ channelRefunded: 300 });
    expect(await world.refunds()).toMatchObject([{ state: "SUCCEEDED", origin: "channel", amount: { amount: 300 } }]);
    expect(await wallet()).toMatchObject({ available: 700, frozen: 0 });
    expect((await world.ledger()).map(({ kind }) => kind).sort()).toEqual(["payment-refunded", "payment-settled"]);
    expect(await results()).toEqual(["known already", "refunded at the channel"]);
    expect(await world.reviews()).toEqual([]);
    await assertSound(world);
  });

  test("of everything leaves nothing to refund", async () => {
    await paid();
    await tell(world.channel.giveBack(paymentId, 1000));
    expect(await payment()).toMatchObject({ state: "REFUNDED", refunded: 1000, refundable: 0 });
    expect(await world.refund(paymentId, 1)).toMatchObject({ body: { code: "refund-exceeds-payment" } });
    await assertSound(world);
  });

  test("is what a later refund of ours knows of", async () => {
    await paid();
    await tell(world.channel.giveBack(paymentId, 300));
    expect(await world.refund(paymentId, 701)).toMatchObject({ body: { code: "refund-exceeds-payment" } });
    await world.refund(paymentId);
    await world.settle();
    expect(await payment()).toMatchObject({ state: "REFUNDED", refunded: 1000 });
    await assertSound(world);
  });

  test("in parts, told in the wrong order, is the vendor's total and no more", async () => {
    await paid();
    const first = world.channel.giveBack(paymentId, 300);
    const second = world.channel.giveBack(paymentId, 200);
    await tell(second);
    await tell(first, { ...second, eventId: "days later" });
    expect(await payment()).toMatchObject({ refunded: 500, refundable: 500 });
    expect(await world.refunds()).toHaveLength(1);
    await assertSound(world);
  });

  test("told while a refund of ours is under way waits for it, and ours is not counted twice", async () => {
    await paid();
    await world.refund(paymentId, 400);
    world.channel.refunds = "reply-lost";
    await world.relay();
    await world.deliverJobs("refunds");
    expect(await world.refunds()).toMatchObject([{ state: "UNKNOWN" }]);
    const echo = world.channel.backEvent(paymentId, "our own, told");
    const event = world.channel.giveBack(paymentId, 100);
    await world.webhook(event);
    await world.webhook(echo);
    await world.deliverWebhooks();
    expect(await payment()).toMatchObject({ state: "SUCCEEDED", refunded: 0, channelRefunded: 500 });
    await world.settle();
    expect(await payment()).toMatchObject({ state: "PARTIALLY_REFUNDED", refunded: 500, refundable: 500 });
    expect((await world.refunds()).map(({ origin }) => origin).sort()).toEqual(["caller", "channel"]);
    await assertSound(world);
  });

  test("of ours that is told before our call has its answer is nobody's but ours", async () => {
    await paid();
    const refundId = bodyOf(await world.refund(paymentId, 400)).refundId;
    world.channel.refunds = "reply-lost";
    await world.relay();
    await world.deliverJobs("refunds");
    const echo = world.channel.backEvent(paymentId, "with our number");
    const { refunded: _, ...single } = {
      ...echo,
      eventId: "one refund",
      refundId,
      amount: { amount: 400, currency: "USD" },
    };
    await tell({ ...echo, refundId }, single);
    expect(await payment()).toMatchObject({ refunded: 400, refundable: 600 });
    expect(await results()).toEqual(["a refund of ours", "known already"]);
    await assertSound(world);
  });

  test("races against a refund of ours: both are counted once, whichever transaction is first", async () => {
    await paid();
    await world.webhook(world.channel.giveBack(paymentId, 300));
    await world.relay();
    // The wallet has been read and nothing is written yet.
    const hold = world.world.holdAt(0, "before");
    const worker = world.deliverJobs("webhooks");
    await hold.reached;
    await world.refund(paymentId, 700);
    hold.letGo();
    await worker;
    await world.settle();
    expect(await payment()).toMatchObject({ refunded: 700, refundable: 300 });
    // Each refund has its event, ours too, and the last one's total is the whole.
    await tell(world.channel.backEvent(paymentId, "ours"));
    expect(await payment()).toMatchObject({ state: "REFUNDED", refunded: 1000, refundable: 0 });
    await assertSound(world);
  });

  test("before the payment is settled waits until it is", async () => {
    await paid("action");
    const event = world.channel.act(paymentId, "paid");
    await world.webhook(world.channel.giveBack(paymentId, 1000));
    await world.deliverWebhooks();
    expect(await payment()).toMatchObject({ state: "REQUIRES_ACTION" });
    await tell(event);
    expect(await payment()).toMatchObject({ state: "REFUNDED", refunded: 1000 });
    await assertSound(world);
  });

  test("of what a cancel gave back is known", async () => {
    await paid("never-voids");
    const event = world.channel.act(paymentId, "paid");
    await world.cancel(paymentId);
    await tell(event);
    await tell(world.channel.backEvent(paymentId, "what the cancel gave back"));
    expect(await payment()).toMatchObject({ state: "CANCELLED" });
    expect(await results()).toEqual(["given back already", "known already"]);
    expect(await world.reviews()).toEqual([]);
    await assertSound(world);
  });

  test("while one of ours waits for a person waits, too, shows on the payment, and is decided with it", async () => {
    await paid();
    world.channel.refunds = "unknown-forever";
    const refundId = bodyOf(await world.refund(paymentId, 400)).refundId;
    await world.settle(3000);
    expect(await world.refunds()).toMatchObject([{ state: "NEEDS_REVIEW" }]);
    await world.webhook(world.channel.giveBack(paymentId, 100));
    await world.deliverWebhooks();
    expect(await payment()).toMatchObject({ refunded: 0, refundable: 600, channelRefunded: 100 });
    const body = { resolution: "FAILED" as const, reason: "it is not in their books" };
    const request = world.world.request("POST /v1/refunds/{id}/resolve", body, undefined, { id: refundId });
    await resolveRefund(world.deps, { ...request, ownerId: "platform" }, OPERATOR, refundId, body);
    await world.settle();
    expect(await payment()).toMatchObject({ state: "PARTIALLY_REFUNDED", refunded: 100, refundable: 900 });
    await assertSound(world);
  });
});

describe("a refund made at the vendor that does not fit moves nothing, shows on the payment, and a person looks", () => {
  test("because the wallet has less", async () => {
    await paid();
    const first = paymentId;
    await paid("ok", "order-2");
    await world.refund(first);
    await world.settle();
    // The merchant has taken the rest out.
    const [row] = await world.rows<object>("WALLET#");
    await world.spoil({ ...row, available: 200 });
    await tell(world.channel.giveBack(paymentId, 300));
    expect(await payment()).toMatchObject({ state: "SUCCEEDED", refunded: 0, channelRefunded: 300 });
    expect(await wallet()).toMatchObject({ available: 200, frozen: 0 });
    expect(await world.reviews()).toMatchObject([{ paymentId, why: "insufficient-balance" }]);
    expect(await world.inbox()).toMatchObject([{ state: "REFUSED", result: "insufficient-balance" }]);
  });

  test.each([
    ["more than was paid", { refunded: { amount: 1001, currency: "USD" } }, "refund-exceeds-payment"],
    ["another currency", { refunded: { amount: 300, currency: "EUR" } }, "other-currency"],
    ["no amount", { refunded: undefined }, "refund-without-amount"],
  ])("because it is %s", async (_, change, why) => {
    await paid();
    const event = JSON.parse(JSON.stringify({ ...world.channel.backEvent(paymentId, "odd"), ...change }));
    await tell(event, event);
    expect(await payment()).toMatchObject({ state: "SUCCEEDED", refunded: 0, refundable: 1000 });
    expect(await world.reviews()).toMatchObject([{ paymentId, why }]);
  });

  test("because the payment was never settled", async () => {
    await paid("declined");
    await tell(world.channel.event(paymentId, "refunded", { refunded: { amount: 300, currency: "USD" } }));
    expect(await payment()).toMatchObject({ state: "DECLINED", refunded: 0, channelRefunded: 300 });
    expect(await world.reviews()).toMatchObject([{ paymentId, why: "refund-of-unsettled" }]);
  });

  test("because there is no such payment", async () => {
    await paid();
    const unknown = paymentId.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    await tell({ eventId: "e", type: "refunded", paymentId: unknown, refunded: { amount: 300, currency: "USD" } });
    expect(await world.reviews()).toMatchObject([{ paymentId: unknown, why: "unknown-payment" }]);
  });
});

test("a refund of the second trade of a payment is none of the first one's", async () => {
  await paid();
  await tell(
    world.channel.event(paymentId, "refunded", {
      providerReference: "trade-2",
      refunded: { amount: 1000, currency: "USD" },
    }),
  );
  expect(await payment()).toMatchObject({ state: "SUCCEEDED", refunded: 0 });
  expect(await results()).toEqual(["another trade"]);
  await assertSound(world);
});

test("closed after it was paid, and nothing says that it went back: a person looks", async () => {
  await paid();
  await tell(world.channel.event(paymentId, "closed"));
  expect(await payment()).toMatchObject({ state: "SUCCEEDED" });
  expect(await world.reviews()).toMatchObject([{ paymentId, why: "closed-after-success" }]);
});

describe("where the vendor can be asked, its word of now counts", () => {
  const total = (amount: number, id = paymentId): TradeOutcome => ({
    outcome: "found",
    paymentId: id,
    refunded: { amount, currency: "USD" },
  });
  /** A refund without our metadata, as one that was made in the vendor's console. */
  const unnamed = (): ChannelEvent => ({
    eventId: "from the console",
    type: "refunded",
    providerReference: `trade-${paymentId}`,
    amount: { amount: 300, currency: "USD" },
    refundReference: "re_1",
  });
  const store = async (event: ChannelEvent) => {
    world.accounts.splice(0, 1, "acme");
    await tell(event);
  };

  test("an event that names no payment is that of the trade", async () => {
    await paid();
    world.channel.giveBack(paymentId, 300);
    asked(total(300));
    await store(unnamed());
    expect(await payment()).toMatchObject({ state: "PARTIALLY_REFUNDED", refunded: 300 });
    expect(await world.refunds()).toMatchObject([{ origin: "channel", providerReference: "re_1" }]);
    expect(await world.rows("INBOX#")).toMatchObject([{ event: { paymentId } }]);
    await assertSound(world);
  });

  test("an event of a trade that is not ours, or of another merchant's, is closed", async () => {
    await paid();
    const answers: TradeOutcome[] = [
      { outcome: "not-found" },
      { outcome: "found", refunded: { amount: 300, currency: "USD" } },
      total(300, "pay_globex_01KJMMA2G0C2Z7GZV1HPS67X0Y"),
      total(300, "order-77"),
    ];
    for (const [index, answer] of answers.entries()) {
      asked(answer);
      await store({ ...unnamed(), eventId: `event-${index}` });
    }
    expect(await results()).toEqual(Array(4).fill("no trade of ours"));
    expect(await payment()).toMatchObject({ state: "SUCCEEDED", refunded: 0 });
  });

  test("an event of what has failed since books nothing", async () => {
    await paid();
    asked(total(0));
    await tell(world.channel.event(paymentId, "refunded", { refunded: { amount: 300, currency: "USD" } }));
    expect(await payment()).toMatchObject({ state: "SUCCEEDED", refunded: 0 });
    expect(await results()).toEqual(["known already"]);
  });

  test("no answer is no answer: the event stays until there is one", async () => {
    await paid();
    world.channel.giveBack(paymentId, 300);
    let tries = 0;
    asked(() => (++tries < 3 ? { outcome: "unknown", reason: "timeout" } : total(300)));
    await store(unnamed());
    expect(await payment()).toMatchObject({ refunded: 300 });
    await assertSound(world);
  });
});

describe("a refund that came to nothing after it had succeeded", () => {
  test("is one of ours, and a person looks, once", async () => {
    await paid();
    const refundId = bodyOf(await world.refund(paymentId, 400)).refundId;
    await world.settle();
    const failed = world.channel.event(paymentId, "refund-failed", { refundId, refundReference: "re_1" });
    await tell(failed, { ...failed, eventId: "told again" });
    expect(await world.reviews()).toMatchObject([{ paymentId, why: "refund-failed" }]);
    expect(await payment()).toMatchObject({ refunded: 400 });
  });

  test("is one of ours that failed here, too: nothing is to do", async () => {
    await paid();
    world.channel.refunds = "declined";
    const refundId = bodyOf(await world.refund(paymentId, 400)).refundId;
    await world.settle();
    await tell(world.channel.event(paymentId, "refund-failed", { refundId }));
    expect(await world.reviews()).toEqual([]);
    await assertSound(world);
  });

  test("was made at the vendor and never booked: nothing is to do; and once it was booked, a person looks", async () => {
    await paid();
    asked({ outcome: "found", refunded: { amount: 0, currency: "USD" } });
    const failed = world.channel.event(paymentId, "refund-failed", { refundReference: "re_1" });
    await tell(failed);
    expect(await world.reviews()).toEqual([]);
    asked({ outcome: "found", refunded: { amount: 300, currency: "USD" } });
    await tell(world.channel.giveBack(paymentId, 300));
    asked({ outcome: "found", refunded: { amount: 0, currency: "USD" } });
    await tell({ ...failed, eventId: "later" });
    expect(await world.reviews()).toMatchObject([{ paymentId, why: "refund-failed" }]);
  });
});

describe("a dispute", () => {
  let atMs = 1000;
  const later = () => {
    atMs += 1000;
    return atMs;
  };
  const disputed = (change: Partial<ChannelEvent["dispute"] & object> = {}, amount = 400): ChannelEvent => ({
    eventId: `dispute-${atMs}`,
    type: "disputed",
    paymentId,
    providerReference: `trade-${paymentId}`,
    amount: { amount, currency: "USD" },
    dispute: { reference: "dp_1", status: "needs_response", stage: "taken", ...change },
    at: later(),
  });
  const resolve = async (resolution: "SUCCEEDED" | "FAILED") => {
    const [refund] = await world.refunds();
    const refundId = refund?.refundId ?? "";
    const body = { resolution, reason: "the bank has decided" };
    const request = world.world.request("POST /v1/refunds/{id}/resolve", body, undefined, { id: refundId });
    await resolveRefund(world.deps, { ...request, ownerId: "platform" }, OPERATOR, refundId, body);
  };

  test("holds what the bank has taken, once, however many events tell of it", async () => {
    await paid();
    const opened = disputed();
    await tell(opened, disputed(), disputed({ status: "under_review" }), opened);
    expect(await payment()).toMatchObject({
      state: "SUCCEEDED",
      refundable: 600,
      dispute: { reference: "dp_1", status: "under_review", amount: { amount: 400 } },
    });
    expect(await wallet()).toMatchObject({ available: 600, frozen: 400 });
    expect(await world.refunds()).toMatchObject([{ state: "NEEDS_REVIEW", origin: "dispute" }]);
    const [refund] = await world.refunds();
    expect(await world.reviews()).toMatchObject([{ subjectId: refund?.refundId, why: "dispute" }]);
    expect(await world.refund(paymentId, 601)).toMatchObject({ body: { code: "refund-exceeds-payment" } });
    await assertInvariants(world);
  });

  test.each([
    [
      "lost",
      "SUCCEEDED",
      { state: "PARTIALLY_REFUNDED", refunded: 400, refundable: 600 },
      { available: 600, frozen: 0 },
    ],
    ["won", "FAILED", { state: "SUCCEEDED", refunded: 0, refundable: 1000 }, { available: 1000, frozen: 0 }],
  ] as const)("that is %s ends by an operator's word", async (_, resolution, head, money) => {
    await paid();
    await tell(disputed());
    await resolve(resolution);
    expect(await payment()).toMatchObject(head);
    expect(await wallet()).toMatchObject(money);
    expect((await world.reviews()).every(({ statePk }) => statePk === undefined)).toBe(true);
    await assertInvariants(world);
  });

  test("does not count as a refund when the vendor tells of refunds", async () => {
    await paid();
    await tell(disputed());
    await resolve("SUCCEEDED");
    await tell(world.channel.giveBack(paymentId, 100));
    expect(await payment()).toMatchObject({ state: "PARTIALLY_REFUNDED", refunded: 500, refundable: 500 });
    await assertInvariants(world);
  });

  test("whose first word comes last holds nothing: it is over", async () => {
    await paid();
    const opened = disputed();
    await tell(disputed({ status: "won", stage: "over" }));
    await tell(opened);
    expect(await payment()).toMatchObject({ refundable: 1000, dispute: { status: "won" } });
    expect(await world.refunds()).toEqual([]);
    expect(await world.reviews()).toEqual([]);
    await assertSound(world);
  });

  test("whose first word comes after another dispute's last holds nothing, and is not shown: it is over", async () => {
    await paid();
    const [opened, over] = [disputed(), disputed({ status: "won", stage: "over" })];
    const other = disputed({ reference: "dp_2" }, 300);
    for (const event of [over, other, opened]) await tell(event);
    expect(await payment()).toMatchObject({
      refundable: 700,
      dispute: { reference: "dp_2", others: { dp_1: over.at } },
    });
    expect(await world.refunds()).toMatchObject([{ amount: { amount: 300 } }]);
    const { dispute } = paymentView(await payment(), []);
    const at = new Date(other.at ?? 0).toISOString();
    expect(dispute).toEqual({ reference: "dp_2", status: "needs_response", amount: other.amount, at });
    await assertInvariants(world);
  });

  test("whose only word comes after another's newer one is held all the same", async () => {
    await paid();
    const first = disputed({ reference: "dp_2" }, 300);
    await tell(disputed());
    await tell(first);
    expect(await payment()).toMatchObject({
      refundable: 300,
      dispute: { reference: "dp_1", others: { dp_2: first.at } },
    });
    expect(await world.refunds()).toHaveLength(2);
    await assertInvariants(world);
  });

  test("that is an inquiry moves nothing, and a person looks, once", async () => {
    await paid();
    await tell(disputed({ status: "warning_needs_response", stage: "inquiry" }));
    await tell(disputed({ status: "warning_under_review", stage: "inquiry" }));
    expect(await payment()).toMatchObject({ refundable: 1000, dispute: { status: "warning_under_review" } });
    expect(await world.reviews()).toMatchObject([{ paymentId, why: "dispute-inquiry" }]);
    await assertSound(world);
  });

  test.each([
    ["of more than is left", 1001, "dispute-exceeds-payment"],
    ["of more than is in the wallet", 400, "insufficient-balance"],
  ])("%s holds nothing, shows on the payment, and a person looks", async (_, amount, why) => {
    await paid();
    const [row] = await world.rows<object>("WALLET#");
    await world.spoil({ ...row, available: 399 });
    await tell(disputed({}, amount), disputed({}, amount));
    expect(await payment()).toMatchObject({ refundable: 1000, dispute: { reference: "dp_1" } });
    expect(await world.reviews()).toMatchObject([{ paymentId, why }]);
    expect(await world.refunds()).toEqual([]);
  });

  test("of what has gone back already holds nothing, and a person looks", async () => {
    await paid();
    await tell(world.channel.giveBack(paymentId, 1000));
    await tell(disputed(), disputed());
    expect(await payment()).toMatchObject({ state: "REFUNDED", dispute: { reference: "dp_1" } });
    expect(await world.reviews()).toMatchObject([{ why: "dispute-exceeds-payment" }]);
    await assertSound(world);
  });

  test("that waits is looked at again, and that alone does not change the payment", async () => {
    await paid();
    world.channel.refunds = "declined";
    await world.refund(paymentId, 700);
    const event = disputed();
    await world.webhook(event);
    await world.deliverWebhooks();
    const { updatedAt, dispute } = await payment();
    world.world.nowMs += 60_000;
    const job = { tenantId: "acme", channel: "sandbox", eventId: event.eventId } as const;
    await applyWebhook(world.deps, job, () => 15_000);
    expect(await payment()).toMatchObject({ updatedAt, dispute });
    await world.settle();
    await assertInvariants(world);
  });

  test.each([
    ["a refund that fails", "declined", { refundable: 600, refunded: 0 }, "dispute"],
    ["a refund that takes it", "ok", { refundable: 300, refunded: 700 }, "dispute-exceeds-payment"],
  ] as const)("of what %s has reserved shows on the payment, and waits for it", async (_, refunds, head, why) => {
    await paid();
    world.channel.refunds = refunds;
    await world.refund(paymentId, 700);
    await world.webhook(disputed());
    await world.deliverWebhooks();
    expect(await payment()).toMatchObject({ refundable: 300, dispute: { reference: "dp_1" } });
    expect(await world.reviews()).toEqual([]);
    await world.settle();
    expect(await payment()).toMatchObject(head);
    expect(await world.reviews()).toMatchObject([{ why }]);
    await assertInvariants(world);
  });

  test.each([
    ["SUCCEEDED", "won", "over", ["dispute", "dispute-against-resolution"]],
    ["FAILED", "lost", "taken", ["dispute", "dispute-against-resolution"]],
    ["SUCCEEDED", "lost", "taken", ["dispute"]],
    ["FAILED", "won", "over", ["dispute"]],
  ] as const)(
    "resolved %s that the bank then calls %s is before a person, once, when both differ",
    async (word, status, stage, whys) => {
      await paid();
      await tell(disputed());
      await resolve(word);
      const before = await payment();
      await tell(disputed({ status, stage }));
      await tell(disputed({ status, stage }));
      const { refunded, refundable } = await payment();
      expect({ refunded, refundable }).toEqual({ refunded: before.refunded, refundable: before.refundable });
      expect((await world.reviews()).map(({ why }) => why).sort()).toEqual(whys);
      await assertInvariants(world);
    },
  );

  test.each([
    ["won", "FAILED", { state: "PARTIALLY_REFUNDED", refunded: 300, refundable: 700 }, []],
    ["lost", "SUCCEEDED", { refunded: 800, refundable: 200 }, ["refund-exceeds-payment"]],
  ] as const)("that holds what the vendor gave back is waited for until it is %s", async (_, word, head, whys) => {
    await paid();
    await tell(disputed({}, 800));
    await world.webhook(world.channel.giveBack(paymentId, 300));
    await world.deliverWebhooks();
    expect(await payment()).toMatchObject({ refunded: 0, refundable: 200, channelRefunded: 300 });
    await resolve(word);
    await world.settle();
    expect(await payment()).toMatchObject(head);
    expect((await world.reviews()).map(({ why }) => why).sort()).toEqual(["dispute", ...whys]);
    await assertInvariants(world);
  });

  test("before the payment is settled shows on it, and waits", async () => {
    await paid("action");
    const event = world.channel.act(paymentId, "paid");
    await world.webhook(disputed());
    await world.deliverWebhooks();
    expect(await payment()).toMatchObject({ state: "REQUIRES_ACTION", dispute: { reference: "dp_1" } });
    await tell(event);
    expect(await payment()).toMatchObject({ state: "SUCCEEDED", refundable: 600 });
    await assertInvariants(world);
  });
});
