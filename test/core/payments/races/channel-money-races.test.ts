import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { ChannelEvent } from "../../../../core/payments/domain/channel.ts";
import { resolveSaga } from "../../../../core/payments/services/saga-review.ts";
import { AMOUNT, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import type { ChargeKind } from "../../../support/scripted-channel.ts";
import { assertInvariants, assertSound } from "../services/payment-soundness.ts";

let world: PaymentWorld;
let paymentId: string;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

async function paid(kind: ChargeKind = "ok"): Promise<void> {
  paymentId = paymentIdIn(await world.pay(kind));
  await world.settle();
}
/** A refund of ours under way, that the channel will refuse. */
async function refundInVain(amount: number): Promise<void> {
  world.channel.refunds = "declined";
  await world.refund(paymentId, amount);
  await world.relay();
}
const disputed = (amount: number): ChannelEvent => ({
  eventId: "disputed",
  type: "disputed",
  paymentId,
  providerReference: `trade-${paymentId}`,
  amount: { amount, currency: "USD" },
  dispute: { reference: "dp_1", status: "needs_response", stage: "taken" },
  at: 1000,
});

/** The event is applied, and just before the worker reads these rows for the n-th time something happens. */
async function applied(
  event: ChannelEvent,
  reads: { partition: string; sort?: string; nth?: number },
  happens: () => Promise<unknown>,
): Promise<void> {
  await world.webhook(event);
  await world.relay();
  const { tables } = world.deps;
  const query = tables.query.bind(tables);
  let left = reads.nth ?? 1;
  tables.query = async (...input) => {
    const [, { partition, sort }] = input;
    const isIt = partition[1].startsWith(reads.partition) && sort?.value === reads.sort;
    if (isIt && --left === 0) await happens();
    return query(...input);
  };
  await world.deliverJobs("webhooks");
  tables.query = query;
  expect(left).toBeLessThanOrEqual(0);
  await world.settle();
}
const REFUNDS = { partition: "PAY#", sort: "REFUND#" };

test("a refund of ours that fails between payment and refunds being read leaves room for what the vendor gave back", async () => {
  await paid();
  await refundInVain(1000);
  const event = world.channel.giveBack(paymentId, 300);
  await applied(event, REFUNDS, () => world.deliverJobs("refunds"));
  expect(await world.payments()).toMatchObject([{ state: "PARTIALLY_REFUNDED", refunded: 300, refundable: 700 }]);
  expect(await world.reviews()).toEqual([]);
  await assertSound(world);
});

test("a refund of ours that succeeds between the vendor naming the payment and its refunds being read hides none of the vendor's", async () => {
  await paid();
  await world.refund(paymentId, 400);
  const { paymentId: _, refunded: __, ...event } = world.channel.giveBack(paymentId, 300);
  const trade = async () => ({
    outcome: "found" as const,
    paymentId,
    refunded: { amount: world.channel.gone(paymentId), currency: "USD" },
  });
  Object.assign(world.port, { trade });
  world.accounts.push("acme");
  await applied(event, REFUNDS, () => world.deliverJobs("refunds"));
  expect(await world.payments()).toMatchObject([{ refunded: 700, refundable: 300, channelRefunded: 700 }]);
  expect((await world.refunds()).map(({ origin }) => origin).sort()).toEqual(["caller", "channel"]);
  await assertSound(world);
});

test("an operator who resolves a payment as succeeded while its refund is told does not make it forgotten", async () => {
  await paid("unknown-forever");
  world.channel.becomes(paymentId, "captured");
  const [saga] = await world.sagas();
  const id = saga?.sagaId ?? "";
  const providerReference = `trade-${paymentId}`;
  const body = { step: "ChargePayment", resolution: "SUCCEEDED", providerReference, amount: AMOUNT } as const;
  const word = { ...body, reason: "looked it up" };
  const request = world.world.request("POST /v1/sagas/{id}/resolve", word, undefined, { id });
  const event = world.channel.giveBack(paymentId, 300);
  await applied(event, { partition: "SAGA#" }, () =>
    resolveSaga(world.deps, { ...request, ownerId: "platform" }, OPERATOR, id, word),
  );
  expect(await world.payments()).toMatchObject([{ state: "PARTIALLY_REFUNDED", refunded: 300, refundable: 700 }]);
  expect((await world.inbox()).map(({ result }) => result)).toEqual(["refunded at the channel"]);
});

test("a refund of ours that fails while a dispute looks for its money leaves it to be held", async () => {
  await paid();
  await refundInVain(700);
  // Once for the dispute's own refund, and once for what has reserved the money.
  await applied(disputed(400), { ...REFUNDS, nth: 2 }, () => world.deliverJobs("refunds"));
  expect(await world.payments()).toMatchObject([{ refundable: 600, dispute: { reference: "dp_1" } }]);
  expect(await world.wallets()).toMatchObject([{ available: 600, frozen: 400 }]);
  expect(await world.reviews()).toMatchObject([{ why: "dispute" }]);
  await assertInvariants(world);
});
