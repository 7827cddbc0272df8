import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { asJson, asMarkdown } from "../../../tools/vendor-check/report.ts";
import { allPassed } from "../../../tools/vendor-check/run-cases.ts";
import { signedByStripe, stripeEvent } from "../../../tools/vendor-check/stripe-signed.ts";
import { SECRET_KEY, type StripeDouble, startStripeDouble } from "../../core/payments/channels/stripe-double.ts";
import type { Vendor, VendorAnswer, VendorCall } from "../../core/payments/channels/vendor-double.ts";
import { checkOf, deliver, namesOf, wrongIn } from "./checking.ts";

const SIGNS = "whsec_canary";
const ACTION_PAGE = /payment_intent=(pi_\w+)/;
let double: StripeDouble;
let listensAt: string | undefined;

beforeAll(async () => {
  double = await startStripeDouble();
});
beforeEach(() => {
  double.reset();
  listensAt = undefined;
  double.nowSeconds = Math.floor(Date.now() / 1000);
});
afterAll(() => double.stop());

/** What Stripe does besides answering: it tells of each captured intent, and of the dispute that a test card brings. */
const tells =
  (secret = SIGNS) =>
  (call: VendorCall, vendor: Vendor): VendorAnswer => {
    const answer = vendor(call);
    const intent = JSON.parse(answer.body) as { id: string; object?: string; status?: string };
    if (call.method !== "POST" || intent.object !== "payment_intent" || intent.status !== "succeeded") return answer;
    void tell("payment_intent.succeeded", intent, secret);
    if (call.body.includes("createDispute")) {
      const dispute = { object: "dispute", id: "du_1", payment_intent: intent.id, status: "needs_response" };
      void tell("charge.dispute.created", { ...dispute, amount: 1999, currency: "usd" }, secret);
    }
    return answer;
  };

async function tell(type: string, object: object, secret: string): Promise<void> {
  if (listensAt === undefined) return;
  const { headers, body } = signedByStripe(stripeEvent(type, object, Date.now()), secret, Date.now());
  await deliver(listensAt, { headers, body: body.toString() });
}

const run = () =>
  checkOf({
    vendor: "stripe",
    config: { secretKey: SECRET_KEY, webhookSecrets: [SIGNS], apiBase: double.origin },
    args: ["--wait", "5"],
    does(task) {
      const intent = double.intents.get(ACTION_PAGE.exec(task)?.[1] ?? "");
      if (intent) Object.assign(intent, { status: "succeeded", amount_received: intent.amount, next_action: null });
    },
    listensAt: (url) => {
      listensAt = url;
    },
  });

test("a vendor as its pages describe it passes every case, and no report of it shows a secret", async () => {
  double.around = tells();
  const results = await run();
  expect(wrongIn(results)).toEqual([]);
  expect(results.length).toBeGreaterThanOrEqual(20);
  expect(allPassed(results)).toBe(true);
  const report = { vendor: "stripe", startedAt: "2026-11-27T12:00:00.000Z", results };
  for (const text of [asJson(report), asMarkdown(report)]) {
    expect(text).toContain("https://docs.stripe.com/");
    expect(text).toContain("pi_1");
    expect(text).not.toContain("canary");
  }
});

type Around = (call: VendorCall, vendor: Vendor) => VendorAnswer;

test("a vendor that forgets its keys fails exactly the cases of it", async () => {
  double.around = (call, vendor) =>
    tells()({ ...call, headers: { ...call.headers, "idempotency-key": String(Math.random()) } }, vendor);
  const results = await run();
  expect(namesOf(results, "failed").sort()).toEqual([
    "A cancel closes the key of a charge that has not come yet",
    "A charge whose answer is lost is in doubt, found, and not made twice",
    "The same key twice has one effect",
    "The same key with another amount is refused, and stays in doubt",
    "The same refund key twice refunds once",
  ]);
  expect(allPassed(results)).toBe(false);
});

/** Each of them goes around the one before; none touches another's cases. */
const PLANTED: Record<string, { around: Around; fails: string[] }> = {
  "signs with another secret": {
    around: tells("whsec_other"),
    fails: [
      "A dispute takes money back",
      "The event that Stripe sends of a payment is taken, and refused when it is changed, old or another's",
    ],
  },
  "lists no refund that it has made": {
    around: (call, vendor) =>
      call.method === "GET" && call.url.pathname === "/v1/refunds"
        ? { body: JSON.stringify({ object: "list", data: [], has_more: false }) }
        : vendor(call),
    fails: ["A refund whose answer is lost is in doubt and found"],
  },
  "refunds more than is left": {
    around(call, vendor) {
      const answer = vendor(call);
      const form = new URLSearchParams(call.body);
      if (call.url.pathname !== "/v1/refunds" || !answer.body.includes('"param":"amount"')) return answer;
      const metadata = { refundId: form.get("metadata[refundId]") };
      const refund = { object: "refund", id: "re_too_much", status: "succeeded", currency: "usd", metadata };
      return { body: JSON.stringify({ ...refund, amount: Number(form.get("amount")) }) };
    },
    fails: ["More than is left is not refunded"],
  },
  "counts yen in hundredths": {
    around(call, vendor) {
      const answer = vendor(call);
      const isYen = call.method === "POST" && call.body.includes("currency=jpy");
      return isYen ? { ...answer, body: answer.body.replaceAll(":500,", ":50000,") } : answer;
    },
    fails: ["Yen have no decimals"],
  },
};

test(`a vendor that ${Object.keys(PLANTED).join(", ")} fails exactly the case of each`, async () => {
  const all = Object.values(PLANTED);
  double.around = (call, vendor) =>
    all.reduce<Vendor>(
      (inner, { around }) =>
        (its) =>
          around(its, inner),
      vendor,
    )(call);
  const results = await run();
  expect(namesOf(results, "failed").sort()).toEqual(all.flatMap(({ fails }) => fails).sort());
});
