import { expect, test } from "@jest/globals";
import { entriesOf, NoList, NotListed } from "../../../../core/foundation/domain/listing.ts";
import type { ChannelEntry } from "../../../../core/payments/domain/channel.ts";
import { stripeWorld } from "./stripe-world.ts";
import { ODD_ANSWERS, SILENCES, send } from "./vendor-double.ts";

const world = stripeWorld();
const SINCE_MS = 1_800_000_000_000;
const BEFORE = SINCE_MS / 1000 - 1;
const usd = (amount: number) => ({ amount, currency: "USD" });

async function listed(port = world.channel, timeoutMs = 5000): Promise<ChannelEntry[]> {
  if (!port.list) throw new Error("Stripe keeps a list");
  const entries: ChannelEntry[] = [];
  for await (const entry of entriesOf(port.list, { sinceMs: SINCE_MS, timeoutMs })) entries.push(entry);
  return entries;
}

/** One of this world's payment, with what has gone back of it. */
const entry = (change: Partial<ChannelEntry>) => ({
  ...{ paymentId: world.paymentId, orderNo: "order-1", amount: usd(1999), voided: 0, refunded: 0, refunds: [] },
  ...change,
});

async function paidAt(seconds: number, more: { paymentId?: string } = {}): Promise<string> {
  world.double.nowSeconds = seconds;
  const paymentId = more.paymentId ?? world.paymentId;
  await world.charge("pm_card_visa", { paymentId, providerKey: `${paymentId}#charge` });
  return [...world.double.intents.keys()].at(-1) ?? "";
}

test("a charge since the moment is listed, and one of before is not", async () => {
  await paidAt(BEFORE, { paymentId: `${world.paymentId}0` });
  const providerReference = await paidAt(BEFORE + 1);
  expect(await listed()).toEqual([entry({ providerReference })]);
});

test("an intent of before that was paid since is listed", async () => {
  const providerReference = await paidAt(BEFORE);
  Object.assign(world.double.intents.get(providerReference) ?? {}, { chargedAt: BEFORE + 60 });
  expect(await listed()).toEqual([entry({ providerReference })]);
});

test("a refund since the moment comes with its charge, however old that is, under our number or Stripe's own", async () => {
  const providerReference = await paidAt(BEFORE);
  await world.channel.refund(world.refundCall("ref_before", 100, providerReference));
  world.double.nowSeconds = BEFORE + 5;
  await world.channel.refund(world.refundCall("ref_since", 300, providerReference));
  const byHand = { amount: 200, currency: "usd", payment_intent: providerReference, charge: `ch_${providerReference}` };
  const made = { object: "refund", created: BEFORE + 9, metadata: {}, ...byHand };
  world.double.refunds.push(
    { ...made, id: "re_hand", status: "pending" },
    { ...made, id: "re_failed", status: "failed" },
  );
  const about = { providerReference, refunded: 600 };
  expect(await listed()).toEqual([
    entry({ ...about, refunds: [{ refundId: "re_hand", amount: 200 }] }),
    entry({ ...about, refunds: [{ refundId: "ref_since", amount: 300 }] }),
  ]);
});

test("what Tender has not made, and what was not captured, is left out", async () => {
  await paidAt(BEFORE + 1);
  const [intent] = [...world.double.intents.values()];
  Object.assign(intent ?? {}, { metadata: { shop: "x" } });
  world.paymentId = `${world.paymentId}0`;
  await world.charge("pm_card_chargeDeclined");
  await world.charge("pm_card_threeDSecure2Required", { paymentId: `${world.paymentId}1` });
  expect(await listed()).toEqual([]);
});

test("the list is read page by page, to its end", async () => {
  const ids: string[] = [];
  for (let count = 0; count < 101; count++)
    ids.push(await paidAt(BEFORE + 1, { paymentId: `${world.paymentId}-${count}` }));
  world.double.calls.length = 0;
  expect((await listed()).map(({ providerReference }) => providerReference)).toEqual(ids.reverse());
  const asked = world.double.calls.map(({ url }) => [url.pathname, url.searchParams.get("starting_after")]);
  const after = (at: number) => `ch_${ids[at]}`;
  expect(asked).toEqual([
    ...[
      ["/v1/charges", null],
      ["/v1/charges", after(49)],
      ["/v1/charges", after(99)],
    ],
    ["/v1/refunds", null],
  ]);
});

test("one answer that is lost is asked for again, and a list that breaks off is none", async () => {
  const providerReference = await paidAt(BEFORE + 1);
  world.double.interceptWith(send(500, { error: { type: "api_error" } }), 2);
  expect(await listed()).toEqual([entry({ providerReference })]);
  world.double.reset();
  world.double.around = (call, vendor) =>
    call.url.pathname === "/v1/refunds" ? { status: 503, body: "{}" } : vendor(call);
  await expect(listed()).rejects.toThrow(new NotListed("server-error"));
});

test.each(ODD_ANSWERS.filter(([, , reason]) => reason !== "request-refused"))(
  "%s is no list, and no empty one",
  async (_, script, reason) => {
    world.double.interceptWith(script);
    await expect(listed()).rejects.toThrow(new NotListed(reason));
  },
);

test.each(SILENCES)("%s is no list either", async (_, script) => {
  world.double.interceptWith(script);
  await expect(listed(await world.open(50))).rejects.toThrow(new NotListed("timeout"));
  await expect(listed(world.channel, 0)).rejects.toThrow(new NotListed("no-time-left"));
});

test.each([
  ["without a status", { status: undefined }],
  ["whose intent is not shown", { payment_intent: "pi_1" }],
  ["with half an amount", { amount_captured: 0.5 }],
  ["in a currency that nobody knows", { currency: "xxx" }],
])("a charge %s ends the list, because what it says would be lost", async (_, change) => {
  await paidAt(BEFORE + 1);
  world.double.around = (call, vendor) => {
    const { body } = vendor(call);
    const page = JSON.parse(body) as { data: object[] };
    return { body: JSON.stringify({ ...page, data: page.data.map((charge) => ({ ...charge, ...change })) }) };
  };
  await expect(listed()).rejects.toThrow(new NotListed("response-invalid"));
});

test("a page that says neither that there are more nor that it was the last is none", async () => {
  world.double.interceptWith(send(200, { object: "list", data: [] }));
  await expect(listed()).rejects.toThrow(new NotListed("response-invalid"));
  world.double.reset();
  world.double.interceptWith(send(200, { object: "list", data: [], has_more: true }));
  await expect(listed()).rejects.toThrow(new NotListed("response-invalid"));
});

test("an account that Stripe does not know, or that may not list, keeps none", async () => {
  await expect(listed(await world.open(5000, "sk_test_other"))).rejects.toThrow(new NoList("channel-unusable"));
  world.double.interceptWith(send(400, { error: { type: "invalid_request_error" } }));
  await expect(listed()).rejects.toThrow(new NoList("request-refused"));
});
