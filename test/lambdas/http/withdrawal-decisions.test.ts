import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openReview } from "../../../core/foundation/store/review-store.ts";
import { creditWallet } from "../../../core/money/store/wallet-store.ts";
import type { Deployed } from "../deployed.ts";
import { Treasury } from "./treasury.ts";

let deployed: Deployed;
let call: Treasury["call"];
let asOperator: Treasury["asOperator"];
let withdraw: Treasury["withdraw"];
let policy: Treasury["policy"];

beforeAll(async () => {
  ({ deployed, call, asOperator, withdraw, policy } = await Treasury.create());
});
afterAll(() => deployed.stop());

describe("an operator", () => {
  const limited = { approvals: [{ above: { amount: 50, currency: "CHF" }, count: 1 }] };
  const held = async () => {
    await policy("CHF", limited);
    await deployed.door.transact([creditWallet("acme", "CHF", 100)]);
    return (await withdraw({ amount: { amount: 100, currency: "CHF" } })).json;
  };

  test("approves with a reason, once, and it may be sent", async () => {
    const { withdrawalId, status } = await held();
    expect(status).toBe("AWAITING_APPROVAL");
    const short = await call(`POST /v1/withdrawals/${withdrawalId}/approve`, { reason: "ok" }, deployed.keys.operator);
    expect(short.status).toBe(400);
    const { json } = await asOperator(`POST /v1/withdrawals/${withdrawalId}/approve`, {});
    expect(json).toMatchObject({ status: "TRIED", approvals: [{ reason: "checked with the merchant" }] });
    const again = await asOperator(`POST /v1/withdrawals/${withdrawalId}/reject`, {});
    expect(again).toMatchObject({ status: 409, json: { code: "not-awaiting-approval" } });
  });

  test("rejects, and the money is back", async () => {
    const { withdrawalId } = await held();
    expect((await asOperator(`POST /v1/withdrawals/${withdrawalId}/reject`, {})).json).toMatchObject({
      status: "CANCELLED",
      reason: "checked with the merchant",
    });
    expect((await withdraw({ amount: { amount: 100, currency: "CHF" } })).status).toBe(202);
  });

  test("cancels by number of a merchant that there is", async () => {
    const { withdrawalNo } = (await withdraw()).json;
    const line = "POST /v1/withdrawals/cancel";
    expect((await asOperator(line, { withdrawalNo, merchantId: "acme" })).json).toMatchObject({ status: "CANCELLED" });
    expect((await asOperator(line, { withdrawalNo })).json.errors[0].pointer).toBe("/merchantId");
    expect((await asOperator(line, { withdrawalNo, merchantId: "nobody" })).status).toBe(404);
    expect((await call(line, { withdrawalNo, merchantId: "acme", reason: "mine" })).status).toBe(400);
  });

  test("resolves nothing that is not parked", async () => {
    const { withdrawalId } = (await withdraw()).json;
    const line = `POST /v1/withdrawals/${withdrawalId}/resolve`;
    expect((await asOperator(line, { resolution: "CONFIRMED" })).json.code).toBe("not-in-review");
    expect((await asOperator(line, { resolution: "CANCELLED", providerReference: "x" })).status).toBe(400);
  });

  test("finds a parked one among the reviews, which it alone can end", async () => {
    const { withdrawalId } = (await withdraw()).json;
    const review = { tenantId: "acme", subjectId: withdrawalId, withdrawalId, why: "unknown" };
    await deployed.door.transact([openReview(review, withdrawalId.slice(-26), 0)]);
    const { items } = (await asOperator("GET /v1/reviews?tenantId=acme")).json;
    expect(items).toMatchObject([{ reviewId: withdrawalId, kind: "withdrawal", why: "unknown" }]);
    const closed = await asOperator(`POST /v1/reviews/${withdrawalId}/close`, {});
    expect(closed).toMatchObject({ status: 409, json: { code: "review-not-closable" } });
  });

  test("sets a policy of one currency, whose money is its own", async () => {
    const money = (amount: number, currency = "SEK") => ({ amount, currency });
    const whole = {
      approvals: [
        { above: money(100), count: 1 },
        { above: money(1000), count: 2 },
      ],
      fee: { fixed: money(5), basisPoints: 10 },
      dailyLimit: money(5000),
      coolingSeconds: 60,
    };
    const { json } = await policy("SEK", whole);
    expect(json).toEqual({ merchantId: "acme", currency: "SEK", ...whole, updatedAt: json.updatedAt });
    expect((await policy("SEK")).json).toMatchObject({
      approvals: [],
      fee: { fixed: money(0), basisPoints: 0 },
      dailyLimit: null,
      coolingSeconds: 0,
    });
    const faults: [object, string][] = [
      [{ dailyLimit: money(1, "USD") }, "/dailyLimit/currency"],
      [{ fee: { fixed: money(1, "USD") } }, "/fee/fixed/currency"],
      [{ approvals: [{ above: money(1, "USD"), count: 1 }] }, "/approvals/0/above/currency"],
      [{ approvals: [whole.approvals[0], whole.approvals[0]] }, "/approvals/1/above"],
      [{ approvals: [{ above: money(1), count: 3 }] }, "/approvals/0/count"],
      [{ fee: { basisPoints: 1001 } }, "/fee/basisPoints"],
      [{ coolingSeconds: 2_592_001 }, "/coolingSeconds"],
    ];
    for (const [more, pointer] of faults) {
      const { status, json } = await policy("SEK", more);
      expect([status, json.errors[0].pointer]).toEqual([400, pointer]);
    }
    expect((await asOperator("PUT /v1/merchants/nobody/withdrawal-policy", {})).status).toBe(400);
    const unknown = call("PUT /v1/merchants/nobody/withdrawal-policy", { currency: "SEK" }, deployed.keys.operator);
    expect((await unknown).status).toBe(404);
  });
});
