import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { creditWallet } from "../../../core/money/store/wallet-store.ts";
import { paymentKey } from "../../../core/payments/store/keys.ts";
import { type Deployed, deploy } from "../deployed.ts";
import { changeRow } from "./rows.ts";

let deployed: Deployed;
let paymentId: string;
beforeAll(async () => {
  deployed = await deploy();
  const body = {
    orderNo: "o-1",
    amount: { amount: 1000, currency: "USD" },
    channel: "sandbox",
    paymentMethod: "pm_ok",
  };
  const { merchant: apiKey } = deployed.keys;
  const { json } = await deployed.call({ line: "POST /v1/payments", apiKey, idempotencyKey: "k", body });
  paymentId = json.paymentId;
});
afterAll(() => deployed.stop());

const look = (id: string, apiKey = deployed.keys.operator) =>
  deployed.call({ line: `POST /v1/payments/${id}/look-up`, apiKey });

test("a vendor that cannot be reached is no error of ours: its answer is unknown, and then it is left alone for five seconds", async () => {
  const { status, json } = await look(paymentId);
  expect([status, json]).toEqual([
    200,
    { asked: { provider: "sandbox", key: `${paymentId}#charge` }, answer: "unknown", at: expect.any(String) },
  ]);

  const again = await look(paymentId);
  expect([again.status, again.json]).toMatchObject([429, { code: "look-up-too-soon", retryable: true }]);
  expect(again.headers["retry-after"]).toBe("5");
});

test("merchants ask their own rows: it is for operators only, and another's payment is no exception", async () => {
  const { status, json } = await look(paymentId, deployed.keys.merchant);
  expect([status, json.code]).toEqual([403, "scope-missing"]);
});

test.each(["payments/pay", "refunds/ref", "redemptions/rdm", "withdrawals/wdr"])(
  "%s that does not exist is not found",
  async (kind) => {
    const line = `POST /v1/${kind}_acme_${"0".repeat(26)}/look-up`;
    const { status, json } = await deployed.call({ line, apiKey: deployed.keys.operator });
    expect([status, json.code]).toEqual([404, "not-found"]);
  },
);

test("a redemption, a refund and a withdrawal are asked about alike", async () => {
  const { merchant, treasurer, operator } = deployed.keys;
  const make = async (line: string, body: object, apiKey = merchant) =>
    (await deployed.call({ line, body, apiKey, idempotencyKey: line.replace(" ", "-") })).json;
  const money = { amount: 1000, currency: "USD" };
  await deployed.door.transact([creditWallet("acme", "USD", 2000)]);
  const { planId } = await make("POST /v1/plans", { name: "A plan", country: "US", target: money });
  const { redemptionId } = await make("POST /v1/redemptions", { code: "TEST-OK-1", planId });
  await changeRow(deployed, paymentKey("acme", paymentId), { state: "SUCCEEDED", refundable: 1000 });
  const { refundId } = await make(`POST /v1/payments/${paymentId}/refunds`, { reason: "broken" });
  const account = { provider: "sandbox", account: "pd_ok", holder: "A Merchant", label: "Main" };
  const { destinationId } = await make("POST /v1/payout-destinations", account, treasurer);
  const withdrawal = { withdrawalNo: "w-1", amount: money, destinationId };
  const { withdrawalId } = await make("POST /v1/withdrawals", withdrawal, treasurer);

  for (const [path, asked] of [
    [`redemptions/${redemptionId}`, { provider: "exchange", key: `${redemptionId}#1` }],
    [`refunds/${refundId}`, { provider: "sandbox", key: refundId }],
    [`withdrawals/${withdrawalId}`, { provider: "sandbox", key: withdrawalId }],
  ] as const) {
    const ask = () => deployed.call({ line: `POST /v1/${path}/look-up`, apiKey: operator });
    expect(await ask()).toMatchObject({ status: 200, json: { asked, answer: "unknown" } });
    expect(await ask()).toMatchObject({ status: 429, json: { code: "look-up-too-soon" } });
  }
  const audits = await deployed.call({ line: `GET /v1/audits?subjectId=${refundId}`, apiKey: operator });
  expect(audits).toMatchObject({ status: 200, json: { items: expect.any(Array) } });
});
