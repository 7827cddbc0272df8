import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { creditWallet } from "../../../core/money/store/wallet-store.ts";
import { withdrawalKey } from "../../../core/withdrawals/store/keys.ts";
import type { HttpResponse } from "../deployed.ts";
import { changeRow, parkRow } from "./rows.ts";
import { Treasury } from "./treasury.ts";

let treasury: Treasury;
beforeAll(async () => {
  treasury = await Treasury.create();
});
afterAll(() => treasury.deployed.stop());

const told = ({ status, json }: HttpResponse) => [status, json.code];
const cancel = (withdrawalNo: string) =>
  treasury.call("POST /v1/withdrawals/cancel", { withdrawalNo, reason: "no longer wanted" });

test.each([
  ["CONFIRMED", "withdrawal-confirmed"],
  ["SENDING", "withdrawal-in-flight"],
  ["NEEDS_REVIEW", "withdrawal-needs-review"],
])("a withdrawal that is %s is cancelled by nobody: %s", async (state, code) => {
  const { withdrawalId } = (await treasury.withdraw({ withdrawalNo: state })).json;
  await changeRow(treasury.deployed, withdrawalKey("acme", withdrawalId), { state });
  expect(told(await cancel(state))).toEqual([409, code]);
});

test("a number that was cancelled before it came is never paid out", async () => {
  expect((await cancel("buried")).json).toEqual({ withdrawalId: null, withdrawalNo: "buried", status: "CANCELLED" });
  expect(told(await treasury.withdraw({ withdrawalNo: "buried" }))).toEqual([409, "withdrawal-cancelled"]);
});

test("a day has its limit, and one key has one vote", async () => {
  const sek = (amount: number) => ({ amount, currency: "SEK" });
  await treasury.deployed.door.transact([creditWallet("acme", "SEK", 1000)]);
  await treasury.policy("SEK", { dailyLimit: sek(150), approvals: [{ above: sek(50), count: 2 }] });
  const { withdrawalId } = (await treasury.withdraw({ amount: sek(100) })).json;
  expect(told(await treasury.withdraw({ amount: sek(100) }))).toEqual([409, "limit-exceeded"]);

  const approve = (id: string) => treasury.asOperator(`POST /v1/withdrawals/${id}/approve`, {});
  expect((await approve(withdrawalId)).json).toMatchObject({ status: "AWAITING_APPROVAL", approvals: [{}] });
  expect(told(await approve(withdrawalId))).toEqual([409, "already-approved"]);
  const small = (await treasury.withdraw({ amount: sek(10) })).json;
  expect(told(await approve(small.withdrawalId))).toEqual([409, "not-awaiting-approval"]);
});

test("a parked withdrawal ends by an operator's word, once", async () => {
  const { withdrawalId } = (await treasury.withdraw()).json;
  await parkRow(treasury.deployed, withdrawalId, withdrawalKey("acme", withdrawalId));
  const line = `POST /v1/withdrawals/${withdrawalId}/resolve`;
  const body = { resolution: "CONFIRMED", providerReference: "po_1" };
  const { status, json } = await treasury.asOperator(line, body);
  expect([status, json]).toMatchObject([200, { withdrawalId, status: "CONFIRMED", providerReference: "po_1" }]);
  expect(told(await treasury.asOperator(line, body))).toEqual([409, "not-in-review"]);
});

test("what a withdrawal has moved stands in the wallet's entries", async () => {
  const { status, json } = await treasury.call("GET /v1/wallets/USD/entries");
  expect([status, json]).toMatchObject([200, { items: expect.any(Array), nextCursor: null }]);
});
