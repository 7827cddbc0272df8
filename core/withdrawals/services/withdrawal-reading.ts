import type { TombstoneView, WithdrawalView } from "../../../contract/answers/withdrawals.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { tenantsOf } from "../../foundation/services/list-parts.ts";
import { decodeCursor, encodeCursor, listByStatus, type Page, type PageOf } from "../../foundation/services/pages.ts";
import type { Withdrawal, WithdrawalState } from "../domain/withdrawal.ts";
import { withdrawalTimeline } from "../domain/withdrawal-timeline.ts";
import { tombstoneView, withdrawalView } from "../domain/withdrawal-views.ts";
import { listOfWithdrawals, withdrawalKey, withdrawalNoKey } from "../store/keys.ts";
import type { WithdrawalNumber } from "../store/withdrawal-no-store.ts";
import { readWithdrawal } from "../store/withdrawal-store.ts";
import { readWithdrawalStory } from "../store/withdrawal-story.ts";

interface Wanted {
  status?: WithdrawalState | undefined;
  withdrawalNo?: string | undefined;
}

export async function getWithdrawal(deps: Deps, caller: Caller, withdrawalId: string): Promise<WithdrawalView> {
  const tenantId = tenantOf(caller, "wdr", withdrawalId);
  const withdrawal = await readWithdrawal(deps.tables, { tenantId, withdrawalId });
  if (!withdrawal) throw notFound();
  return withdrawalView(withdrawal);
}

export async function getWithdrawalTimeline(deps: Deps, caller: Caller, withdrawalId: string) {
  const tenantId = tenantOf(caller, "wdr", withdrawalId);
  const { withdrawal, audits } = await readWithdrawalStory(deps.tables, { tenantId, withdrawalId });
  if (!withdrawal) throw notFound();
  return { withdrawalId, items: withdrawalTimeline(withdrawal, audits) };
}

export async function listWithdrawals(
  deps: Deps,
  caller: Caller,
  page: Page & Wanted,
): Promise<PageOf<WithdrawalView | TombstoneView>> {
  if (page.withdrawalNo !== undefined) return byNumber(deps, caller, { ...page, withdrawalNo: page.withdrawalNo });
  return listByStatus(deps, caller, page, {
    kind: "WD",
    partitionOf: listOfWithdrawals,
    statusOf: ({ state }: Withdrawal) => state,
    view: withdrawalView,
  });
}

/** Consistent, and tombstones too: who has no answer to a try learns here what became of it. At most one of each merchant. */
async function byNumber(
  deps: Deps,
  caller: Caller,
  { withdrawalNo, status, cursor, limit, ...page }: Page & Wanted & { withdrawalNo: string },
): Promise<PageOf<WithdrawalView | TombstoneView>> {
  const before = cursor === undefined ? undefined : decodeCursor(cursor);
  const tenants = await tenantsOf(deps, caller, page);
  const keys = tenants.map((tenantId) => withdrawalNoKey(tenantId, withdrawalNo));
  const numbers = ((await deps.tables.getMany("main", keys)) as unknown as (WithdrawalNumber | undefined)[])
    .flatMap((number) => number ?? [])
    .filter(({ stateSk }) => before === undefined || stateSk < before)
    .sort((a, b) => (a.stateSk < b.stateSk ? 1 : -1));
  const taken = numbers.flatMap(({ tenantId, withdrawalId }) => (withdrawalId ? [{ tenantId, withdrawalId }] : []));
  const rows = await deps.tables.getMany(
    "main",
    taken.map((ref) => withdrawalKey(ref.tenantId, ref.withdrawalId)),
  );
  const withdrawals = new Map((rows as unknown as Withdrawal[]).map((row) => [row.withdrawalId, row]));
  const found = numbers.flatMap(({ withdrawalId, stateSk }) => {
    if (withdrawalId === undefined) return { stateSk, view: tombstoneView(withdrawalNo) };
    const withdrawal = withdrawals.get(withdrawalId);
    return withdrawal ? { stateSk, view: withdrawalView(withdrawal) } : [];
  });
  const wanted = found.filter(({ view }) => status === undefined || view.status === status);
  const shown = wanted.slice(0, limit);
  const last = wanted.length > limit ? shown.at(-1)?.stateSk : undefined;
  return { items: shown.map(({ view }) => view), nextCursor: last === undefined ? null : encodeCursor(last) };
}

function notFound(): TerminalError {
  return new TerminalError("not-found", "there is no withdrawal with this id");
}
