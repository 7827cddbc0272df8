import type { Money } from "../../foundation/domain/money.ts";
import { absent, allOf, anyOf, type Clauses, equals, Keep } from "../../foundation/store/expression.ts";
import { placed, stateShard } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import {
  type Account,
  type AccountLease,
  type AccountStatus,
  type LoginStatus,
  statusAfterCredit,
} from "../domain/account.ts";
import { accountKey, listOfAccounts, selectionPosition, selectProcessing, selectWaiting } from "./keys.ts";

export async function readAccount(tables: Tables, tenantId: string, accountId: string): Promise<Account | undefined> {
  return (await tables.get("main", accountKey(tenantId, accountId))) as Account | undefined;
}

const listed = (tenantId: string, accountId: string, status: AccountStatus) => ({
  status,
  statePk: listOfAccounts(tenantId, status, stateShard("ACC", accountId)),
});

/** Where the account may be picked from, if at all: inactive, leased and completed ones leave the index. */
function selectable(
  account: Pick<Account, "tenantId" | "accountId" | "country" | "currency">,
  status: AccountStatus,
  loginStatus: LoginStatus,
  planId: string | undefined,
): { selectionPk: string; selectionSk: string } | undefined {
  if (loginStatus !== "ACTIVE") return undefined;
  const selectionSk = selectionPosition(account.accountId);
  if (status === "WAITING")
    return { selectionPk: selectWaiting(account.tenantId, account.country, account.currency), selectionSk };
  if (status === "PROCESSING" && planId)
    return { selectionPk: selectProcessing(account.tenantId, planId), selectionSk };
  return undefined;
}
const NOT_SELECTABLE = ["selectionPk", "selectionSk"];
const LEASE = ["previousStatus", "leaseOwner", "leaseUntil"];

export function add(account: Account): Write {
  const item = {
    ...accountKey(account.tenantId, account.accountId),
    ...account,
    ...listed(account.tenantId, account.accountId, "WAITING"),
    ...placed("ACC", account.tenantId, account.accountId),
    ...selectable(account, "WAITING", account.loginStatus, undefined),
  };
  return put("account.add", item, { isNew: absent("pk") });
}

export function changeLogin(seen: Account, loginStatus: LoginStatus, nowMs: number): Write {
  const selection = selectable(seen, seen.status, loginStatus, seen.planId);
  return update("account.change-login", accountKey(seen.tenantId, seen.accountId), {
    set: { loginStatus, ...selection, updatedAt: nowMs },
    remove: selection ? [] : NOT_SELECTABLE,
    only: {
      // A lease taken or ended meanwhile would be put back into, or kept out of, the selection.
      statusAsSeen: equals("status", seen.status),
      fenceAsSeen: equals("fencingToken", seen.fencingToken),
    },
  });
}

/** Exclusive right to use the account, under a fence one above the one last read. */
export function acquire(lease: AccountLease, leaseUntil: number, nowMs: number): Write {
  const free = anyOf(
    allOf(equals("status", "WAITING"), absent("planId")),
    allOf(equals("status", "PROCESSING"), equals("planId", lease.planId)),
    allOf(equals("status", "LOCKING"), equals("leaseOwner", lease.redemptionId)),
  );
  return update("account.acquire", accountKey(lease.tenantId, lease.accountId), {
    set: {
      previousStatus: new Keep(lease.previousStatus),
      ...listed(lease.tenantId, lease.accountId, "LOCKING"),
      leaseOwner: lease.redemptionId,
      leaseUntil,
      planId: lease.planId,
      fencingToken: lease.fence,
      updatedAt: nowMs,
    },
    remove: NOT_SELECTABLE,
    only: {
      fenceIsNext: equals("fencingToken", lease.fence - 1),
      canLogIn: equals("loginStatus", "ACTIVE"),
      // The status that will be given back must be the one that is there.
      free: free,
      statusAsSelected: anyOf(equals("status", lease.previousStatus), equals("previousStatus", lease.previousStatus)),
    },
  });
}

/** The next worker of the same redemption takes the lease over: whatever the last one still writes is refused. */
export function moveFence(
  holder: { tenantId: string; accountId: string; redemptionId: string; fence: number },
  leaseUntil: number,
  nowMs: number,
): Write {
  return update("account.takeover", accountKey(holder.tenantId, holder.accountId), {
    set: { fencingToken: holder.fence, leaseUntil, updatedAt: nowMs },
    only: {
      isLeased: equals("status", "LOCKING"),
      leaseIsOurs: equals("leaseOwner", holder.redemptionId),
      fenceIsNext: equals("fencingToken", holder.fence - 1),
    },
  });
}

const held = (lease: AccountLease): Clauses => ({
  isLeased: equals("status", "LOCKING"),
  leaseIsOurs: equals("leaseOwner", lease.redemptionId),
  fenceIsMine: equals("fencingToken", lease.fence),
  // Decides whether the account may be picked again; changes under a lease only through the API.
  loginAsSeen: equals("loginStatus", lease.loginStatus),
});

/** Credits the account and ends the lease. */
export function credit(lease: AccountLease, amount: Money, target: Money, nowMs: number): Write {
  const balance = lease.balance + amount.amount;
  const status = statusAfterCredit(balance, target);
  const selection = selectable(lease, status, lease.loginStatus, lease.planId);
  return update("account.credit", accountKey(lease.tenantId, lease.accountId), {
    set: { ...listed(lease.tenantId, lease.accountId, status), ...selection, balance, updatedAt: nowMs },
    remove: LEASE,
    only: { ...held(lease), balanceAsSeen: equals("balance", lease.balance) },
  });
}

/** Ends the lease without effect: back to what the account was before. */
export function release(lease: AccountLease, nowMs: number): Write {
  const selection = selectable(lease, lease.previousStatus, lease.loginStatus, lease.planId);
  return update("account.release", accountKey(lease.tenantId, lease.accountId), {
    set: { ...listed(lease.tenantId, lease.accountId, lease.previousStatus), ...selection, updatedAt: nowMs },
    remove: lease.previousStatus === "WAITING" ? [...LEASE, "planId"] : LEASE,
    only: { ...held(lease), statusAsBefore: equals("previousStatus", lease.previousStatus) },
  });
}

/** The lease as the row shows it now. */
export function leaseOf(account: Account, redemptionId: string): AccountLease | undefined {
  if (account.status !== "LOCKING" || account.leaseOwner !== redemptionId) return undefined;
  if (account.previousStatus === undefined || account.planId === undefined) return undefined;
  const { tenantId, accountId, country, currency, planId, previousStatus, balance, loginStatus } = account;
  return {
    tenantId,
    accountId,
    redemptionId,
    fence: account.fencingToken,
    country,
    currency,
    planId,
    previousStatus,
    balance,
    loginStatus,
  };
}

/** At most `limit` accounts from a random position of one selection partition on. */
export async function pickFrom(
  tables: Tables,
  selectionPk: string,
  from: string,
  limit: number,
): Promise<{ accountId: string; fencingToken: number; balance: number }[]> {
  const { items } = await tables.query("main", {
    index: "selection",
    partition: ["selectionPk", selectionPk],
    sort: { attribute: "selectionSk", operator: ">=", value: from },
    limit,
  });
  return items.map((item) => ({
    accountId: String(item.selectionSk).split("#")[1] ?? "",
    fencingToken: item.fencingToken as number,
    balance: item.balance as number,
  }));
}
