import type { WalletList } from "../../../contract/answers/money.ts";
import { type Effect, type Shown, shown } from "../domain/effects.ts";
import { amountText } from "../format/money.ts";
import { type Column, Table } from "../ui/table.tsx";
import { None } from "../ui/values.tsx";

const sum = (amount: number | undefined, { currency }: Effect) =>
  amount === undefined ? <None /> : <span class="num">{amountText({ amount, currency })}</span>;

const COLUMNS: readonly Column<Shown>[] = [
  { title: "Where", cell: ({ place }) => <span class="text">{place}</span> },
  { title: "Before", cell: (row) => sum(row.before, row), isNumber: true },
  {
    title: "Change",
    cell: (row) => (
      <span class="num">
        {row.change > 0 ? "+" : ""}
        {amountText({ amount: row.change, currency: row.currency })}
      </span>
    ),
    isNumber: true,
  },
  { title: "After", cell: (row) => sum(row.after, row), isNumber: true },
];

/** What is posted, and what the wallet has before and after it. */
export function EffectsTable({ effects, wallets }: { effects: readonly Effect[]; wallets: WalletList | undefined }) {
  if (effects.length === 0) return null;
  const rows = shown(effects, wallets);
  return <Table label="Postings" columns={COLUMNS} rows={rows} keyOf={({ place, change }) => `${place} ${change}`} />;
}
