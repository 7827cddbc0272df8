import * as z from "zod/mini";
import { money } from "../fields/money.ts";
import { listOf, sum, time } from "./shared.ts";

const wallet = z.strictObject({
  currency: z.string(),
  available: sum,
  frozen: sum.check(z.meta({ description: "Reserved for refunds and withdrawals that are under way" })),
});
const wallets = z.strictObject({ items: z.array(wallet) });
export type WalletList = z.infer<typeof wallets>;

const entry = z.strictObject({
  entryId: z.string(),
  kind: z.enum(["payment", "refund", "withdrawal", "fee", "return"]),
  amount: money,
  direction: z.enum(["credit", "debit"]),
  subjectId: z.string().check(z.meta({ description: "The payment, refund, withdrawal or return that it is about" })),
  at: time,
});
export type WalletEntry = z.infer<typeof entry>;
const entries = listOf(entry);
export type WalletEntryList = z.infer<typeof entries>;

export const MONEY_ANSWERS = { Wallet: wallet, WalletList: wallets, WalletEntry: entry, WalletEntryList: entries };
