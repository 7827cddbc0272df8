import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Deployed, deploy } from "../deployed.ts";

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
