import type { Item } from "../../../../core/foundation/store/table.ts";
import type { Account, AccountLease } from "../../../../core/redemptions/domain/account.ts";
import {
  acquire,
  add,
  changeLogin,
  credit,
  moveFence,
  release,
} from "../../../../core/redemptions/store/account-store.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const target = { amount: 5000, currency: "USD" };
const amount = { amount: 1000, currency: "USD" };

const base = {
  tenantId: "acme",
  accountId: "acc-1",
  country: "US",
  currency: "USD",
  balance: 2000,
  loginStatus: "ACTIVE",
};
/** Free, with the token that the fence 8 follows. */
const waiting = { ...base, status: "WAITING", fencingToken: 7 };
const processing = { ...base, status: "PROCESSING", fencingToken: 7, planId: "plan-1" };
/** Under the lease that the writes below hold. */
const leased = {
  ...base,
  status: "LOCKING",
  previousStatus: "PROCESSING",
  leaseOwner: "rdm-1",
  leaseUntil: NOW,
  fencingToken: 8,
  planId: "plan-1",
};
const lease: AccountLease = {
  tenantId: "acme",
  accountId: "acc-1",
  redemptionId: "rdm-1",
  fence: 8,
  country: "US",
  currency: "USD",
  planId: "plan-1",
  previousStatus: "PROCESSING",
  balance: 2000,
  loginStatus: "ACTIVE",
};
const fromWaiting: AccountLease = { ...lease, previousStatus: "WAITING" };

const heldByAnother: Record<string, Record<string, Item>> = {
  isLeased: { "an account that is not leased any more": { ...leased, status: "WAITING" } },
  leaseIsOurs: { "an account that another redemption holds": { ...leased, leaseOwner: "rdm-2" } },
  fenceIsMine: {
    "a write with an older fencing token": { ...leased, fencingToken: 9 },
    "a write with a fencing token that was never given": { ...leased, fencingToken: 7 },
  },
  loginAsSeen: { "an account that was logged out under the lease": { ...leased, loginStatus: "INACTIVE" } },
};

export const ACCOUNT_WRITES: WriteCase[] = [
  {
    write: add({ ...waiting, stateSk: "01", createdAt: NOW, updatedAt: NOW } as unknown as Account),
    accepts: { "a new account": undefined },
    refuses: { isNew: { "an account that is there": waiting } },
  },
  {
    write: changeLogin(waiting as unknown as Account, "INACTIVE", NOW),
    accepts: { "an account as it was seen": waiting },
    refuses: {
      statusAsSeen: { "an account whose lease was taken meanwhile": { ...waiting, status: "LOCKING" } },
      fenceAsSeen: { "an account that was leased and ended meanwhile": { ...waiting, fencingToken: 8 } },
    },
  },
  {
    write: acquire(lease, NOW, NOW),
    accepts: {
      "an account that the plan is filling": processing,
      "the redemption's own account again": { ...leased, fencingToken: 7 },
    },
    refuses: {
      fenceIsNext: {
        "a lease with an older fencing token": { ...processing, fencingToken: 8 },
        "a lease that skips a fencing token": { ...processing, fencingToken: 6 },
      },
      canLogIn: { "an account that is logged out": { ...processing, loginStatus: "INACTIVE" } },
      free: {
        "an account that fills another plan": { ...processing, planId: "plan-2" },
        "an account that another redemption holds": { ...leased, fencingToken: 7, leaseOwner: "rdm-2" },
        "an account that is full": { ...processing, status: "COMPLETED", previousStatus: "PROCESSING" },
      },
      statusAsSelected: {
        "an account that is not in the status that would be given back": waiting,
        "its own account with another status to give back": { ...leased, fencingToken: 7, previousStatus: "WAITING" },
      },
    },
  },
  {
    write: acquire(fromWaiting, NOW, NOW),
    accepts: { "a waiting account": waiting },
    refuses: {
      fenceIsNext: { "a lease with an older fencing token": { ...waiting, fencingToken: 8 } },
      canLogIn: { "an account that is logged out": { ...waiting, loginStatus: "INACTIVE" } },
      free: { "a waiting account that is bound to a plan": { ...waiting, planId: "plan-1" } },
      statusAsSelected: { "an account that the plan is filling by now": processing },
    },
  },
  {
    write: moveFence({ tenantId: "acme", accountId: "acc-1", redemptionId: "rdm-1", fence: 9 }, NOW, NOW),
    accepts: { "the account that the redemption holds": leased },
    refuses: {
      isLeased: { "an account that is not leased any more": { ...leased, status: "PROCESSING" } },
      leaseIsOurs: { "an account that another redemption holds": { ...leased, leaseOwner: "rdm-2" } },
      fenceIsNext: {
        "a takeover with an older fencing token": { ...leased, fencingToken: 9 },
        "a takeover that skips a fencing token": { ...leased, fencingToken: 7 },
      },
    },
  },
  {
    write: credit(lease, amount, target, NOW),
    accepts: { "the account under the lease": leased },
    refuses: {
      ...heldByAnother,
      balanceAsSeen: { "an account whose balance is not the one that was seen": { ...leased, balance: 3000 } },
    },
  },
  {
    write: release(lease, NOW),
    accepts: { "the account under the lease": leased },
    refuses: {
      ...heldByAnother,
      statusAsBefore: { "an account that was something else before": { ...leased, previousStatus: "WAITING" } },
    },
  },
];
