import { expect } from "@jest/globals";
import { netOf, type Withdrawal } from "../../../../core/withdrawals/domain/withdrawal.ts";
import type { PayoutWorld } from "../../../support/payout-world.ts";

/** Provider, wallet, ledger, day and states tell one story: paid out at most once, its net, and only what is on the books. */
export async function assertSound(world: PayoutWorld): Promise<void> {
  const rows = (await world.world.rows("WD#")) as unknown as Withdrawal[];
  const ledger = await world.ledger();
  let wallet = 0;
  for (const entry of ledger) {
    expect(entry.postings.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
    const mine = entry.postings.filter(({ ledgerAccount }) => ledgerAccount.startsWith("wallet:"));
    wallet += mine.reduce((sum, { amount }) => sum + amount, 0);
  }
  let counted = 0;
  for (const row of rows) {
    const effects = world.provider.effects.filter(({ withdrawalId }) => withdrawalId === row.withdrawalId);
    const payouts = effects.filter(({ kind }) => kind === "payout");
    const entries = ledger.filter(({ subjectId }) => subjectId === row.withdrawalId);
    const isPaid = row.state === "CONFIRMED";
    expect(payouts.map(({ amount }) => amount)).toEqual(isPaid ? [netOf(row)] : []);
    expect(entries).toHaveLength(isPaid ? 1 : 0);
    const isOver = isPaid || row.state === "CANCELLED" || row.state === "NEEDS_REVIEW";
    expect("duePk" in row).toBe(!isOver);
    if (row.state !== "CANCELLED") counted += row.amount.amount;
  }
  const { available, frozen } = await world.wallet();
  const deposited = rows.reduce((sum, { amount }) => sum + amount.amount, 0);
  expect(available + frozen).toBe(deposited + wallet);
  expect(await world.used()).toBe(counted);
  expect(world.deadLetters).toEqual([]);
}
