import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { asJson, asMarkdown } from "../../../tools/vendor-check/report.ts";
import { allPassed, type CaseResult } from "../../../tools/vendor-check/run-cases.ts";
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

const run = (args: string[] = []) =>
  checkOf({
    vendor: "stripe",
    config: { secretKey: SECRET_KEY, webhookSecrets: [SIGNS], apiBase: double.origin },
    args,
    does(task) {
      const intent = double.intents.get(ACTION_PAGE.exec(task)?.[1] ?? "");
      if (intent) Object.assign(intent, { status: "succeeded", amount_received: intent.amount, next_action: null });
    },
    listensAt: (url) => {
      listensAt = url;
    },
  });

describe("a vendor as its pages describe it", () => {
  let results: CaseResult[];
  beforeEach(async () => {
    double.around = tells();
    results = await run();
  });

  test("passes every case, and no report of it shows a secret", () => {
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
});

test("without a person and without webhooks what needs them is skipped, and then not every case has passed", async () => {
  const results = await checkOf({
    vendor: "stripe",
    config: { secretKey: SECRET_KEY, webhookSecrets: [SIGNS], apiBase: double.origin },
  });
  expect(namesOf(results, "failed")).toEqual([]);
  expect(namesOf(results, "skipped")).toHaveLength(3);
  expect(allPassed(results)).toBe(false);
});

const PLANTED: [what: string, around: (call: VendorCall, vendor: Vendor) => VendorAnswer, fails: string[]][] = [
  [
    "forgets its keys",
    (call, vendor) =>
      tells()({ ...call, headers: { ...call.headers, "idempotency-key": String(Math.random()) } }, vendor),
    [
      "The same key twice has one effect",
      "The same key with another amount is refused, and stays in doubt",
      "A charge whose answer is lost is in doubt, found, and not made twice",
      "A cancel closes the key of a charge that has not come yet",
      "The same refund key twice refunds once",
    ],
  ],
  [
    "lists no refund that it has made",
    (call, vendor) =>
      call.method === "GET" && call.url.pathname === "/v1/refunds"
        ? { body: JSON.stringify({ object: "list", data: [], has_more: false }) }
        : tells()(call, vendor),
    ["A refund whose answer is lost is in doubt and found"],
  ],
  [
    "signs with another secret",
    (call, vendor) => tells("whsec_other")(call, vendor),
    [
      "A dispute takes money back",
      "The event that Stripe sends of a payment is taken, and refused when it is changed, old or another's",
    ],
  ],
  [
    "refunds more than is left",
    (call, vendor) => {
      const answer = tells()(call, vendor);
      const form = new URLSearchParams(call.body);
      if (call.url.pathname !== "/v1/refunds" || !answer.body.includes('"param":"amount"')) return answer;
      const metadata = { refundId: form.get("metadata[refundId]") };
      const refund = { object: "refund", id: "re_too_much", status: "succeeded", currency: "usd", metadata };
      return { body: JSON.stringify({ ...refund, amount: Number(form.get("amount")) }) };
    },
    ["More than is left is not refunded"],
  ],
  [
    "takes a captured charge back when it is cancelled",
    (call, vendor) => {
      const answer = tells()(call, vendor);
      const isRead = call.method === "GET" && /^\/v1\/payment_intents\/pi_/.test(call.url.pathname);
      const isAsked = !call.url.search.includes("expand");
      return isRead && isAsked && answer.body.includes('"status":"succeeded"')
        ? { body: answer.body.replace('"status":"succeeded"', '"status":"canceled"') }
        : answer;
    },
    ["What is captured is not cancelled, and says so"],
  ],
];

test.each(PLANTED)("a vendor that %s fails exactly the cases of it", async (_what, around, fails) => {
  double.around = around;
  const results = await run();
  expect(namesOf(results, "failed").sort()).toEqual([...fails].sort());
  expect(allPassed(results)).toBe(false);
});
