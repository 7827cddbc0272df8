import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { ChannelConfig, PaymentChannel } from "../../../../core/payments/domain/channel.ts";
import type { ConfiguredChannel } from "../../../../core/payments/services/deps.ts";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { assertSound } from "./payment-soundness.ts";

type Account<C extends ChannelConfig["channel"]> = Extract<ChannelConfig, { channel: C }>;

let world: PaymentWorld;
let here: ConfiguredChannel;
/** What was sent to the other account. */
let sentThere: string[];
beforeEach(async () => {
  world = await PaymentWorld.create();
  [sentThere, version] = [[], 0];
  const found = await world.deps.channels.find("acme", "sandbox");
  if (!found) throw new Error("there is no channel");
  here = found;
});
afterEach(() => world.drop());

/** Knows nothing of what another account has been sent, and takes whatever is sent to itself. */
const there: PaymentChannel = {
  charge: async ({ amount }) => {
    sentThere.push("charge");
    return { outcome: "succeeded", amount, providerReference: "trade-there" };
  },
  query: async () => ({ outcome: "not-found" }),
  cancel: async () => ({ outcome: "cancelled", amount: 0 }),
  refund: async () => {
    sentThere.push("refund");
    return { outcome: "declined", reason: "refused" };
  },
  queryRefund: async () => ({ outcome: "not-found" }),
};
let version: number;
/** What its merchant has brought. */
const use = (config: ChannelConfig, port = here.port) => {
  const brought = { ...here, config, port, version: ++version };
  world.deps.channels.find = async () => brought;
};
const epay: Account<"epay"> = { channel: "epay", pid: "1000", keys: ["key"], gateway: "https://pay.example/a" };
const alipay: Account<"alipay"> = {
  channel: "alipay",
  appId: "2021",
  privateKey: "key",
  alipayPublicKeys: ["key"],
  gateway: "https://openapi.alipay.com/gateway.do",
  mode: "page",
};
const stripe: Account<"stripe"> = { channel: "stripe", secretKey: "sk_test_1", webhookSecrets: ["whsec_1"] };
const otherEpay = { ...epay, pid: "2000" };

const OTHERS: [string, ChannelConfig, ChannelConfig][] = [
  ["another pid", epay, otherEpay],
  ["another house", epay, { ...epay, gateway: "https://other.example/a" }],
  ["another app", alipay, { ...alipay, appId: "2022" }],
  ["live", stripe, { ...stripe, secretKey: "sk_live_1" }],
];

test.each(OTHERS)(
  "a charge in doubt is neither looked up nor sent at another account than its own: %s",
  async (_, own, other) => {
    use(own);
    await world.pay("reply-lost-ok");
    await world.advanceTo("WaitForPayment");
    use(other, there);
    await world.settle();
    expect(sentThere).toEqual([]);
    expect(await world.payments()).toMatchObject([{ state: "NEEDS_REVIEW", reason: "channel-unusable" }]);
    await assertSound(world);
  },
);

test("nor is one at another of two live accounts at Stripe, whose keys do not say whose they are", async () => {
  const live = { ...stripe, secretKey: "sk_live_1" };
  use(live);
  await world.pay("reply-lost-ok", { channel: "stripe" });
  await world.advanceTo("WaitForPayment");
  use({ ...live, secretKey: "sk_live_2" }, there);
  await world.settle();
  expect(sentThere).toEqual([]);
  expect(await world.payments()).toMatchObject([{ state: "NEEDS_REVIEW" }]);
});

test("a charge that is not there is sent again at an account of Stripe that nobody has changed", async () => {
  use(stripe);
  await world.pay("fails-twice", { channel: "stripe" });
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
  await assertSound(world);
});

test("it ends by itself when its own account is back in time", async () => {
  use(epay);
  await world.pay("reply-lost-ok");
  await world.advanceTo("WaitForPayment");
  use(otherEpay, there);
  await world.advanceTo("ReconcilePayment");
  use(epay);
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
  await assertSound(world);
});

test.each<[string, ChannelConfig, ChannelConfig]>([
  ["epay's key, its page", epay, { ...epay, keys: ["next"], gateway: "https://pay.example/b", type: "alipay" }],
  ["Alipay's keys", alipay, { ...alipay, privateKey: "next", alipayPublicKeys: ["next"] }],
  ["Stripe's key", stripe, { ...stripe, secretKey: "rk_test_2", webhookSecrets: ["whsec_2"] }],
])("keys that are rotated leave the account the same: %s", async (_, own, rotated) => {
  use(own);
  await world.pay("reply-lost-ok");
  await world.advanceTo("WaitForPayment");
  use(rotated);
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "SUCCEEDED" }]);
  await assertSound(world);
});

test("a page that the customer may still pay at is not taken for closed because another account says so", async () => {
  use(epay);
  const paymentId = paymentIdIn(await world.pay("action"));
  await world.advanceTo("AwaitPayment");
  use(otherEpay, there);
  await world.cancel(paymentId);
  await world.settle();
  expect(await world.payments()).toMatchObject([{ state: "NEEDS_REVIEW", reason: "channel-unusable" }]);
});

test("a refund in doubt is not looked up at another account than it was sent to, one that was not sent goes to the present one", async () => {
  use(epay);
  const paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
  world.channel.refunds = "reply-lost";
  await world.refund(paymentId, 100);
  await world.relay();
  await world.deliverJobs("refunds");
  use(otherEpay, there);
  await world.settle();
  expect(sentThere).toEqual([]);
  expect(await world.refunds()).toMatchObject([{ state: "NEEDS_REVIEW" }]);
  await world.refund(paymentId, 100);
  await world.settle();
  expect(sentThere).toEqual(["refund"]);
  expect((await world.refunds()).map(({ state }) => state).sort()).toEqual(["FAILED", "NEEDS_REVIEW"]);
});
