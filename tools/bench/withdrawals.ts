import type { Write } from "../../core/foundation/store/table.ts";
import { creditWallet } from "../../core/money/store/wallet-store.ts";
import { createDestination } from "../../core/withdrawals/services/payout-destinations.ts";
import { createWithdrawal } from "../../core/withdrawals/services/withdrawals.ts";
import { FUNCTIONS } from "../../lib/functions.ts";
import { benchDeps, newKey, request, TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import { ASSUMED, addUp, consumedBy, told } from "./capacity.ts";
import { writesOf } from "./codes.ts";
import { interleave, ms } from "./measure.ts";
import type { Report } from "./report.ts";

const ROUNDS = 300;
const ROUTE = "POST /v1/withdrawals";
const FUNDS = 10 ** 12;

/** A withdrawal against the bare transaction of its items, its replay, and what a million cost. */
export async function benchWithdrawals(tables: BenchTables, report: Report): Promise<void> {
  const deps = benchDeps(tables);
  await deps.tables.transact([creditWallet(TENANT, "USD", FUNDS)]);
  const account = { provider: "sandbox", account: "pd_ok" } as const;
  const made = await createDestination(deps, request("POST /v1/payout-destinations", account), TENANT, account);
  const { destinationId } = made.body as { destinationId: string };
  const amount = { amount: 100, currency: "USD" };
  const newOne = () => ({ key: newKey(), body: { withdrawalNo: newKey(), amount, destinationId } });
  const accept = ({ key, body }: ReturnType<typeof newOne>) =>
    createWithdrawal(deps, request(ROUTE, body, key), TENANT, body);
  const known = newOne();
  await accept(known);
  const { ours, bare, replay } = await interleave(ROUNDS, tables.meter, {
    ours: { prepare: newOne, run: accept },
    bare: {
      prepare: () => writesOf(deps, accept, newOne()),
      run: (writes: Write[]) => deps.tables.transact(writes),
    },
    replay: { prepare: () => known, run: accept },
  });
  report.check("a withdrawal, requests", ours.requests, { atMost: 1, gate: true });
  report.check("its replay, requests", replay.requests, { atMost: 1, gate: true });
  report.check("a withdrawal, p50 against the bare transaction of the same items", ours.p50 / bare.p50, {
    atMost: 1.3,
    unit: " x",
    beside: ms(ours.p50),
    why: "HMACs and the JSON of the answer are this machine's CPU, which the engine shares.",
  });
  const units = await consumedBy(tables, () => accept(newOne()));
  report.note("a withdrawal", told(units));
  const gbSeconds = (ASSUMED.httpSeconds * FUNCTIONS["withdrawals-api"].memoryMb) / 1024;
  addUp(report, "a million accepted withdrawals", { ...units, gbSeconds, invocations: 1 });
}
