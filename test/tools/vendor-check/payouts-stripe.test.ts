import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { allPassed } from "../../../tools/vendor-check/run-cases.ts";
import { signedByStripe, stripeEvent } from "../../../tools/vendor-check/stripe-signed.ts";
import type { Vendor, VendorAnswer, VendorCall } from "../../core/payments/channels/vendor-double.ts";
import {
  SECRET_KEY,
  startTransfersDouble,
  type TransfersDouble,
} from "../../core/withdrawals/payouts/transfers-double.ts";
import { checkOf, deliver, namesOf, wrongIn } from "./checking.ts";

const SIGNS = "whsec_canary";
let double: TransfersDouble;
let listensAt: string;

beforeAll(async () => {
  double = await startTransfersDouble();
});
beforeEach(() => double.reset());
afterAll(() => double.stop());

const tell = async (type: string, transfer: object) => {
  const { headers, body } = signedByStripe(stripeEvent(type, transfer, Date.now()), SIGNS, Date.now());
  await deliver(listensAt, { headers, body: body.toString() });
};

const tells = (call: VendorCall, vendor: Vendor): VendorAnswer => {
  const answer = vendor(call);
  const transfer = JSON.parse(answer.body) as { object?: string };
  if (call.method === "POST" && transfer.object === "transfer") void tell("transfer.created", transfer);
  return answer;
};

const run = () =>
  checkOf({
    vendor: "payouts-stripe",
    config: { secretKey: SECRET_KEY, webhookSecrets: [SIGNS], apiBase: double.origin },
    args: ["--wait", "5", "--to", "acct_1"],
    async does(task) {
      const transfer = double.transfers.find(({ transfer_group: group }) => group !== null && task.includes(group));
      const reversals = { data: [{ id: "trr_1", amount: 1970, currency: "usd" }] };
      await tell("transfer.reversed", { ...transfer, reversals });
    },
    listensAt: (url) => {
      listensAt = url;
    },
  });

test("a vendor as its pages describe it passes every case", async () => {
  double.around = tells;
  const results = await run();
  expect(wrongIn(results)).toEqual([]);
  expect(allPassed(results)).toBe(true);
});

test("without a person and without webhooks what needs them is skipped, and then not every case has passed", async () => {
  const config = { secretKey: SECRET_KEY, webhookSecrets: [SIGNS], apiBase: double.origin };
  const results = await checkOf({ vendor: "payouts-stripe", config, args: ["--to", "acct_1"] });
  expect(namesOf(results, "failed")).toEqual([]);
  expect(namesOf(results, "skipped")).toEqual([
    "The event that Stripe sends of a payout is taken, and refused when it is changed or old",
    "A payout that comes back is told as a return",
  ]);
  expect(allPassed(results)).toBe(false);
});

test("a payout without a receiver is refused before anything is sent", async () => {
  const config = { secretKey: SECRET_KEY, webhookSecrets: [SIGNS], apiBase: double.origin };
  await expect(checkOf({ vendor: "payouts-stripe", config })).rejects.toThrow(/--to/);
  expect(double.calls).toEqual([]);
});

const TWICE = "The same key twice has one effect";
const LOST = "A payout whose answer is lost is in doubt, found, and not made twice";
const FOUND = "Our number finds the payout at once";
const LONGEST = "Our longest number is taken whole";

test.each([
  [
    "forgets its keys",
    (call: VendorCall, vendor: Vendor) =>
      tells({ ...call, headers: { ...call.headers, "idempotency-key": String(Math.random()) } }, vendor),
    [TWICE, "The same key to another account is refused, and stays in doubt", LOST],
  ],
  [
    "says not found for what it has made",
    (call: VendorCall, vendor: Vendor) =>
      call.method === "GET" && call.headers.authorization?.endsWith(SECRET_KEY)
        ? { body: '{"object":"list","data":[],"has_more":false}' }
        : tells(call, vendor),
    [TWICE, FOUND, LOST, LONGEST],
  ],
])("a vendor that %s fails exactly the cases of it", async (_what, around, fails) => {
  double.around = around;
  expect(namesOf(await run(), "failed").sort()).toEqual([...fails].sort());
});
