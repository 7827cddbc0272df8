import type { MONEY_ANSWERS } from "../answers/money.ts";
import { AT, type Example, ID, pageOf, usd } from "./shared.ts";

const wallet: Example<"Wallet"> = { currency: "USD", available: usd(148_200), frozen: usd(200_000) };
const entry: Example<"WalletEntry"> = {
  entryId: ID.payment,
  kind: "payment",
  amount: usd(1999),
  direction: "credit",
  subjectId: ID.payment,
  at: AT.ended,
};

export const MONEY_EXAMPLES = {
  Wallet: wallet,
  WalletList: { items: [wallet] },
  WalletEntry: entry,
  WalletEntryList: pageOf(entry),
} satisfies { [N in keyof typeof MONEY_ANSWERS]: Example<N> };
