import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { entriesOf, NoList, NotListed } from "../../../../core/foundation/domain/listing.ts";
import type { PayoutEntry } from "../../../../core/withdrawals/domain/payout-provider.ts";
import { makeStripePayouts } from "../../../../core/withdrawals/payouts/stripe.ts";
import { send } from "../../payments/channels/vendor-double.ts";
import { SECRET_KEY, startTransfersDouble, type TransfersDouble } from "./transfers-double.ts";

const SINCE_MS = 1_800_000_000_000;
const BEFORE = SINCE_MS / 1000 - 1;
const DAY_MS = 86_400_000;
const usd = (amount: number) => ({ amount, currency: "USD" });

let double: TransfersDouble;
beforeAll(async () => {
  double = await startTransfersDouble();
});
afterAll(() => double.stop());
// Events are kept over the tests, as by Stripe.
beforeEach(() => {
  double.reset();
  double.transfers.length = 0;
});

async function* list(secretKey = SECRET_KEY, nowMs = SINCE_MS) {
  const account = { secretKey, webhookSecrets: ["whsec_1"], apiBase: double.origin };
  const port = await makeStripePayouts(account, { clock: () => nowMs, callTimeoutMs: 5000 });
  if (port.list) yield* entriesOf(port.list, { sinceMs: SINCE_MS, timeoutMs: 5000 });
}

async function listed(...how: Parameters<typeof list>): Promise<PayoutEntry[]> {
  const entries: PayoutEntry[] = [];
  for await (const entry of list(...how)) entries.push(entry);
  return entries;
}

/** A transfer of ours, as its call makes it. */
function paid(seconds: number, withdrawalId: string): string {
  double.nowSeconds = seconds;
  double.put({ metadata: { withdrawalId }, transfer_group: withdrawalId });
  return double.transfers.at(-1)?.id ?? "";
}

test("a transfer since the moment is listed, one of before and one that people made are not", async () => {
  paid(BEFORE, "wdr_shop_1");
  const providerReference = paid(BEFORE + 1, "wdr_shop_2");
  double.put({});
  double.put({ metadata: { withdrawalId: "wdr_shop_3" }, transfer_group: "theirs" });
  expect(await listed()).toEqual([{ withdrawalId: "wdr_shop_2", net: usd(1970), providerReference, returns: [] }]);
});

test("what came back since comes with its transfer, however old that is, and the first comes first", async () => {
  const providerReference = paid(BEFORE - 100, "wdr_shop_4");
  double.nowSeconds = BEFORE + 10;
  double.reverse(providerReference, 500);
  double.reverse(providerReference, 70);
  const about = { withdrawalId: "wdr_shop_4", net: usd(1970), providerReference };
  const [first, second] = [500, 70].map((amount, at) => ({ reference: `trr_${at + 1}`, amount: usd(amount) }));
  expect(await listed()).toEqual([
    { ...about, returns: [first, second] },
    { ...about, returns: [first] },
  ]);
});

test("Stripe forgets its events: of a moment too long ago all transfers are told, and then that the list is none", async () => {
  const providerReference = paid(BEFORE + 1, "wdr_shop_5");
  const told: unknown[] = [];
  const reading = async () => {
    for await (const entry of list(SECRET_KEY, SINCE_MS + 30 * DAY_MS)) told.push(entry.providerReference);
  };
  await expect(reading()).rejects.toThrow(new NoList("request-refused"));
  expect(told).toEqual([providerReference]);
});

test("a list that cannot be read to its end is none", async () => {
  paid(BEFORE + 1, "wdr_shop_6");
  double.around = (call, vendor) => (call.url.pathname === "/v1/events" ? { body: "{}" } : vendor(call));
  await expect(listed()).rejects.toThrow(new NotListed("response-invalid"));
  double.around = undefined;
  double.interceptWith(send(200, { object: "list", data: [{ ...double.transfers[0], amount: 0.5 }], has_more: false }));
  await expect(listed()).rejects.toThrow(new NotListed("response-invalid"));
  double.reset();
  await expect(listed("sk_test_other")).rejects.toThrow(new NoList("channel-unusable"));
});
