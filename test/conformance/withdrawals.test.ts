import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { creditWallet } from "../../core/money/store/wallet-store.ts";
import type { HttpResponse } from "../lambdas/deployed.ts";
import { Treasury } from "../lambdas/http/treasury.ts";

/** The life of a withdrawal over HTTP until it is sent, as docs/openapi.json tells it, on whichever engine there is. */
let treasury: Treasury;
beforeAll(async () => {
  treasury = await Treasury.create();
});
afterAll(() => treasury.deployed.stop());

const REASON = { reason: "no longer wanted" };

/** Each test has a currency, and with it wallet, policy and day, of its own. */
function inCurrency(currency: string) {
  const money = (amount: number) => ({ amount, currency });
  return {
    money,
    credit: (amount: number) => treasury.deployed.door.transact([creditWallet("acme", currency, amount)]),
    policy: (more: object) => treasury.policy(currency, more),
    withdraw: (name: string, amount: number, more: object = {}) =>
      treasury.withdraw({ withdrawalNo: `conformance-${name}`, amount: money(amount), ...more }),
    wallet: async () => {
      const { json } = await treasury.call("GET /v1/wallets", undefined, treasury.deployed.keys.merchant);
      const { available, frozen } = json.items.find((one: { currency: string }) => one.currency === currency);
      return [available.amount ?? available, frozen.amount ?? frozen];
    },
  };
}
const cancel = (name: string) =>
  treasury.call("POST /v1/withdrawals/cancel", { withdrawalNo: `conformance-${name}`, ...REASON });
/** Each until it is told more than to come again. */
const insist = async (ask: () => Promise<HttpResponse>): Promise<HttpResponse> => {
  for (;;) {
    const answer = await ask();
    if (answer.json.code !== "overloaded") return answer;
  }
};
const outcomes = (answers: readonly HttpResponse[]) => answers.map(({ status, json }) => json.code ?? String(status));

// docs/openapi.json, `POST /v1/withdrawals` and `POST /v1/withdrawals/cancel`: a number is taken for good, money goes back once.
test("a withdrawal freezes its amount, is told under its number, and is cancelled once", async () => {
  const { credit, withdraw, wallet } = inCurrency("SEK");
  await credit(500);
  const { json, status } = await withdraw("one", 200);
  expect([status, json.status]).toEqual([202, "TRIED"]);
  expect(await wallet()).toEqual([300, 200]);
  const { withdrawalId } = json;
  expect((await withdraw("one", 200)).json).toMatchObject({ code: "withdrawal-exists", withdrawalId });
  const answers = await Promise.all(["one", "one", "one"].map((name) => insist(() => cancel(name))));
  for (const answer of answers)
    expect(answer).toMatchObject({ status: 200, json: { status: "CANCELLED", withdrawalId } });
  expect(await wallet()).toEqual([500, 0]);
  expect((await withdraw("one", 200)).json).toMatchObject({ code: "withdrawal-exists", withdrawalId });
});

// docs/openapi.json, `POST /v1/withdrawals`: what is available is frozen in the transaction that accepts it.
test("8 withdrawals at once of money for three: three are accepted, five are refused, nothing is overdrawn", async () => {
  const { credit, withdraw, wallet } = inCurrency("NOK");
  await credit(350);
  const names = Array.from({ length: 8 }, (_, n) => `of-8-${n}`);
  const said = outcomes(await Promise.all(names.map((name) => insist(() => withdraw(name, 100)))));
  expect(said.toSorted()).toEqual([...Array(3).fill("202"), ...Array(5).fill("insufficient-balance")]);
  expect(await wallet()).toEqual([50, 300]);
});

// docs/openapi.json, `PUT /v1/merchants/{id}/withdrawal-policy`, `dailyLimit`: of all that is accepted on one day.
test("6 withdrawals at once on a day's limit for two: two are accepted, and one that is cancelled makes room for another", async () => {
  const { credit, policy, withdraw, money } = inCurrency("DKK");
  await policy({ dailyLimit: money(250) });
  await credit(10_000);
  const names = Array.from({ length: 6 }, (_, n) => `of-6-${n}`);
  const said = outcomes(await Promise.all(names.map((name) => insist(() => withdraw(name, 100)))));
  const accepted = said.indexOf("202");
  expect(said.toSorted()).toEqual([...Array(2).fill("202"), ...Array(4).fill("limit-exceeded")]);
  await cancel(names[accepted] as string);
  expect((await withdraw("of-6-late", 100)).status).toBe(202);
  expect((await withdraw("of-6-later", 100)).json.code).toBe("limit-exceeded");
});

// docs/openapi.json, `POST /v1/withdrawals/cancel`: a number that has not come yet is buried.
test("a cancel that comes before its withdrawal refuses that, and freezes nothing", async () => {
  const { credit, withdraw, wallet } = inCurrency("CZK");
  await credit(100);
  expect((await cancel("early")).json).toEqual({
    withdrawalId: null,
    withdrawalNo: "conformance-early",
    status: "CANCELLED",
  });
  expect((await withdraw("early", 100)).status).toBe(409);
  expect(await wallet()).toEqual([100, 0]);
});

// docs/openapi.json, `POST /v1/withdrawals/{id}/approve`: one vote a key, and the last that is needed lets it be sent.
test("votes at once count once a key, and a rejection afterwards comes too late", async () => {
  const { credit, policy, withdraw, money, wallet } = inCurrency("PLN");
  await policy({ approvals: [{ above: money(50), count: 2 }] });
  await credit(100);
  const { withdrawalId, status } = (await withdraw("votes", 100)).json;
  expect(status).toBe("AWAITING_APPROVAL");
  const second = await treasury.deployed.keyFor(undefined, "operator");
  const vote = (apiKey: string) =>
    treasury.call(`POST /v1/withdrawals/${withdrawalId}/approve`, { reason: "checked with the merchant" }, apiKey);
  const { operator } = treasury.deployed.keys;
  await Promise.all([operator, operator].map((key) => insist(() => vote(key))));
  const shown = await treasury.call(`GET /v1/withdrawals/${withdrawalId}`);
  expect(shown.json).toMatchObject({ status: "AWAITING_APPROVAL", approvals: [expect.anything()] });
  expect((await insist(() => vote(second))).json).toMatchObject({ status: "TRIED" });
  const late = await treasury.asOperator(`POST /v1/withdrawals/${withdrawalId}/reject`, {});
  expect(late.json).toMatchObject({ code: "not-awaiting-approval" });
  expect(await wallet()).toEqual([0, 100]);
});

// docs/openapi.json, `DELETE /v1/payout-destinations/{id}`: it ends at once.
test("a destination that has ended is nobody's any more", async () => {
  const { credit, withdraw, wallet } = inCurrency("HUF");
  await credit(100);
  const account = { provider: "sandbox", account: "pd_ok_7654321" };
  const { destinationId } = (await treasury.call("POST /v1/payout-destinations", account)).json;
  expect((await withdraw("before", 60, { destinationId })).status).toBe(202);
  await treasury.call(`DELETE /v1/payout-destinations/${destinationId}`);
  expect((await withdraw("after", 40, { destinationId })).json).toMatchObject({ code: "destination-not-found" });
  expect(await wallet()).toEqual([40, 60]);
});
