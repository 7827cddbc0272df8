import { expect, test } from "@jest/globals";
import { creditEntry } from "../../../../core/money/domain/ledger.ts";
import { type Account, statusAfterCredit } from "../../../../core/redemptions/domain/account.ts";
import { accountView } from "../../../../core/redemptions/domain/setup-view.ts";

const target = { amount: 5000, currency: "USD" };

test.each([
  [4999, "PROCESSING"],
  [5000, "COMPLETED"],
  [7000, "COMPLETED"],
] as const)("an account of 5000 with a balance of %i is %s", (balance, status) => {
  expect(statusAfterCredit(balance, target)).toBe(status);
});

test("an account shows its lease only while it is under one", () => {
  const account: Account = {
    tenantId: "acme",
    accountId: "acc-1",
    country: "US",
    currency: "USD",
    loginStatus: "ACTIVE",
    status: "LOCKING",
    previousStatus: "WAITING",
    balance: 12,
    fencingToken: 3,
    leaseOwner: "rdm-1",
    leaseUntil: 1000,
    createdAt: 0,
    updatedAt: 0,
    stateSk: "",
  };
  expect(accountView(account)).toMatchObject({
    balance: { amount: 12, currency: "USD" },
    lease: { redemptionId: "rdm-1", fencingToken: 3, leaseUntil: "1970-01-01T00:00:01.000Z" },
  });
  expect(accountView({ ...account, status: "PROCESSING" }).lease).toBeNull();
});

test("a credit's postings sum to zero", () => {
  const redemption = { tenantId: "acme", redemptionId: "rdm-1", attempt: 2 };
  const entry = creditEntry(redemption, "acc-1", { amount: 1999, currency: "USD" }, { entryId: "E1", nowMs: 5 });
  expect(entry.postings.map(({ ledgerAccount, amount }) => [ledgerAccount, amount])).toEqual([
    ["account:acc-1", 1999],
    ["exchange:gift-cards", -1999],
  ]);
});
