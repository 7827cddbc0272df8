import type { Deps } from "../../foundation/services/deps.ts";
import { rowsOf } from "../../foundation/services/forgetting.ts";
import { stateShards } from "../../foundation/store/keys.ts";
import type { Withdrawal, WithdrawalState } from "../domain/withdrawal.ts";
import { listOfWithdrawals } from "../store/keys.ts";

/** A person's work is named first: nothing else ends it. */
const OPEN: readonly WithdrawalState[] = ["NEEDS_REVIEW", "TRIED", "AWAITING_APPROVAL", "PAYING", "UNKNOWN"];

/**
 * In the direction in which they move, so that one that moves on between two reads is met by a later one. Those two that it may
 * go to and fro between are read twice: it stays UNKNOWN for longer than the lists take to read.
 */
const AS_THEY_MOVE: readonly WithdrawalState[] = [
  "AWAITING_APPROVAL",
  "TRIED",
  "PAYING",
  "UNKNOWN",
  "PAYING",
  "UNKNOWN",
  "NEEDS_REVIEW",
];

/** Where a merchant's withdrawals that have not ended go. */
export async function destinationsAwaited(deps: Deps, tenantId: string): Promise<Set<string>> {
  const awaited = new Set<string>();
  const partitions = AS_THEY_MOVE.flatMap((state) =>
    stateShards("WD").map((shard) => ({
      index: "state" as const,
      partition: ["statePk", listOfWithdrawals(tenantId, state, shard)] as [string, string],
    })),
  );
  for await (const rows of rowsOf<Withdrawal>(deps, partitions)) {
    // One that has ended since is left out only by a look at its row.
    for (const { state, destinationId } of rows) if (OPEN.includes(state)) awaited.add(destinationId);
  }
  return awaited;
}

/** Whether one of a merchant's withdrawals has still to end, and by whom: by lists, as of payments. */
export async function openWithdrawalOf(
  { tables }: Pick<Deps, "tables">,
  tenantId: string,
): Promise<"withdrawal" | "review" | undefined> {
  const partitions = OPEN.flatMap((state) => stateShards("WD").map((shard) => ({ state, shard })));
  const pages = await Promise.all(
    partitions.map(({ state, shard }) => {
      const partition: [string, string] = ["statePk", listOfWithdrawals(tenantId, state, shard)];
      return tables.query("main", { index: "state", partition, limit: 1 });
    }),
  );
  const open = partitions.find((_, index) => pages[index]?.items.length);
  return open && (open.state === "NEEDS_REVIEW" ? "review" : "withdrawal");
}
