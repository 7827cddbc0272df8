import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PayoutCall, PayoutProvider } from "../../../../core/withdrawals/domain/payout-provider.ts";
import { makeStripePayouts } from "../../../../core/withdrawals/payouts/stripe.ts";
import { ODD_ANSWERS, SILENCES, send } from "../../payments/channels/vendor-double.ts";
import { SECRET_KEY, startTransfersDouble, type TransfersDouble } from "./transfers-double.ts";

let double: TransfersDouble;
let provider: PayoutProvider;
let made = 0;
beforeAll(async () => {
  double = await startTransfersDouble();
  provider = await open();
});
beforeEach(() => {
  double.reset();
  double.transfers.length = 0;
});
afterAll(() => double.stop());

const open = (callTimeoutMs = 5000, secretKey = SECRET_KEY) =>
  makeStripePayouts(
    { secretKey, webhookSecrets: ["whsec_1"], apiBase: double.origin },
    { clock: Date.now, callTimeoutMs },
  );
function callOf(account = "acct_1", change: Partial<PayoutCall> = {}): PayoutCall {
  const withdrawalId = `wdr_my-shop_${String(++made).padStart(26, "0")}`;
  const net = { amount: 1970, currency: "USD" };
  return { withdrawalId, withdrawalNo: `W-${made}`, net, account, timeoutMs: 5000, ...change };
}
const unknown = (reason: string) => ({ outcome: "unknown", reason });

describe("a payout", () => {
  test("is a transfer to the merchant's account, in a group of its own, under a key of its own", async () => {
    const call = callOf();
    expect(await provider.pay(call)).toEqual({ outcome: "paid", providerReference: "tr_1" });
    const [sent] = double.calls;
    expect(sent?.headers["idempotency-key"]).toBe(call.withdrawalId);
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual({
      ...{ amount: "1970", currency: "usd", destination: "acct_1", transfer_group: call.withdrawalId },
      ...{ "metadata[withdrawalId]": call.withdrawalId, "metadata[withdrawalNo]": call.withdrawalNo },
    });
    expect(await provider.query(call)).toEqual({ outcome: "paid", providerReference: "tr_1" });
  });

  test("that is sent again under the same key is one transfer", async () => {
    const call = callOf();
    const first = await provider.pay(call);
    expect(await provider.pay(call)).toEqual(first);
    expect(double.transfers).toHaveLength(1);
  });

  test("is told in Stripe's units, and one that cannot be is declined without a call", async () => {
    await provider.pay(callOf("acct_1", { net: { amount: 500, currency: "JPY" } }));
    expect(double.transfers).toMatchObject([{ amount: 500, currency: "jpy" }]);
    double.calls.length = 0;
    const odd = callOf("acct_1", { net: { amount: 1505, currency: "KWD" } });
    expect(await provider.pay(odd)).toEqual({ outcome: "declined", reason: "amount-unsupported" });
    expect(double.calls).toEqual([]);
  });

  const refusals: [account: string, reason: string][] = [
    ["acct_gone", "account-unknown"],
    ["acct_closed", "account-cannot-receive"],
    ["acct_poor", "platform-balance-insufficient"],
  ];
  test.each(refusals)("to %s is declined as %s, after it was looked for", async (account, reason) => {
    const call = callOf(account);
    expect(await provider.pay(call)).toEqual({ outcome: "declined", reason });
    expect(double.calls.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  test("that is refused although an earlier send of it was made is paid", async () => {
    const call = callOf();
    await provider.pay(call);
    double.interceptWith(send(400, { error: { type: "invalid_request_error", code: "balance_insufficient" } }), 1);
    expect(await provider.pay(call)).toEqual({ outcome: "paid", providerReference: "tr_1" });
  });

  test("that is refused for a reason that nobody has heard of is in doubt", async () => {
    double.interceptWith(send(400, { error: { type: "invalid_request_error", code: "new_code" } }), 1);
    expect(await provider.pay(callOf())).toEqual(unknown("request-refused"));
  });

  test("under a key that stands for another content is in doubt", async () => {
    const call = callOf();
    await provider.pay(call);
    expect(await provider.pay({ ...call, account: "acct_2" })).toEqual(unknown("request-refused"));
  });
});

describe("a question", () => {
  test("about what is not there is answered so", async () => {
    expect(await provider.query(callOf())).toEqual({ outcome: "not-found" });
  });

  test("sees no transfer that somebody else has put into the group", async () => {
    const call = callOf();
    double.put({ transfer_group: call.withdrawalId, metadata: {} });
    expect(await provider.query(call)).toEqual({ outcome: "not-found" });
  });

  test("that finds another amount, or two transfers, is in doubt", async () => {
    const call = callOf();
    const ours = { transfer_group: call.withdrawalId, metadata: { withdrawalId: call.withdrawalId } };
    double.put({ ...ours, amount: 1 });
    expect(await provider.query(call)).toEqual(unknown("amount-mismatch"));
    double.put({ ...ours, amount: 1970 });
    expect(await provider.query(call)).toEqual(unknown("response-invalid"));
  });
});

describe.each(["pay", "query"] as const)("%s", (name) => {
  const ask = (port: PayoutProvider) => (name === "pay" ? port.pay(callOf()) : port.query(callOf()));

  test.each(ODD_ANSWERS.filter(([, , reason]) => reason !== "request-refused"))(
    "that is answered with %s is in doubt",
    async (_, script, reason) => {
      double.interceptWith(script);
      expect(await ask(provider)).toEqual(unknown(reason));
    },
  );

  test.each(SILENCES)("that meets %s ends by itself", async (_, script) => {
    double.interceptWith(script);
    expect(await ask(await open(50))).toEqual(unknown("timeout"));
  });

  test("with credentials that Stripe does not know says so, and without time is not made", async () => {
    expect(await ask(await open(5000, "sk_test_other"))).toEqual(unknown("channel-unusable"));
    const calls = double.calls.length;
    const late =
      name === "pay" ? provider.pay(callOf("acct_1", { timeoutMs: 0 })) : provider.query(callOf("a", { timeoutMs: 0 }));
    expect(await late).toEqual(unknown("no-time-left"));
    expect(double.calls).toHaveLength(calls);
  });
});
