import { expect, test } from "@jest/globals";
import { last4OfAccount } from "../../../../core/withdrawals/domain/payout-destination.ts";

test.each([
  ["acct_1Mabcdefgh", "efgh"],
  ["12345678", "5678"],
  ["1234567", "567"],
  ["pd_ok", "k"],
  ["1234", ""],
])("of the account %s is shown %j: never all of it, and at least four characters stay hidden", (account, shown) => {
  expect(last4OfAccount(account)).toBe(shown);
});
