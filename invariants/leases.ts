/** I11: an account and the redemption that holds it. */

import type { Redemption } from "../core/redemptions/domain/redemption.ts";
import { hasEnded } from "../core/redemptions/domain/redemption.ts";
import type { Facts, Row, Violation } from "./snapshot.ts";

export function oneHolderPerAccount(facts: Facts): Violation<"I11">[] {
  return [...leasedAccounts(facts), ...holdingRedemptions(facts)];
}

/** From the account's side: LOCKING names a redemption that has not ended and says the same. */
function leasedAccounts(facts: Facts): Violation<"I11">[] {
  const violations: Violation<"I11">[] = [];
  for (const account of facts.accounts.values()) {
    const found = (detail: string) => violations.push({ invariant: "I11", subject: account.accountId, detail });
    const { status, leaseOwner, previousStatus } = account;
    if (status !== "LOCKING") {
      if (leaseOwner !== undefined) found(`is ${status} and leased by ${leaseOwner}`);
      continue;
    }
    const holder = facts.redemptions.get(leaseOwner ?? "")?.head;
    if (!holder) found("is LOCKING, and its redemption does not exist");
    else if (hasEnded(holder.state)) found(`is LOCKING, and ${leaseOwner} is ${holder.state}`);
    else if (holder.accountId !== account.accountId) found(`is LOCKING for ${leaseOwner}, which names another account`);
    if (previousStatus === undefined) found("is LOCKING and does not know what it was before");
    if (account.selectionPk !== undefined) found("is LOCKING and may be selected");
  }
  return violations;
}

/** From the redemption's side: one that may have been sent holds its account, alone and under the newest fence. */
function holdingRedemptions(facts: Facts): Violation<"I11">[] {
  const violations: Violation<"I11">[] = [];
  const holders = [...facts.redemptions.values()].filter(({ head }) => holdsAccount(head));
  for (const { id, head } of holders) {
    const found = (detail: string) => violations.push({ invariant: "I11", subject: id, detail });
    const account = facts.accounts.get(head.accountId ?? "");
    if (!account) found(`is ${head.state} without an account`);
    else if (account.status !== "LOCKING" || account.leaseOwner !== id)
      found(`is ${head.state}, and its account is ${account.status} for ${account.leaseOwner ?? "nobody"}`);
    else if (account.fencingToken !== head.accountFence)
      found(`holds its account under fence ${head.accountFence}, which is at ${account.fencingToken}`);
  }
  for (const [accountId, together] of Map.groupBy(holders, ({ head }) => head.accountId)) {
    if (together.length > 1) {
      const ids = together.map(({ id }) => id).join(", ");
      violations.push({ invariant: "I11", subject: accountId ?? "no account", detail: `is held by ${ids}` });
    }
  }
  return violations;
}

/** A claim holds an account from the moment it is bound; a send without one must not be. */
function holdsAccount({ state, accountId }: Redemption & Row): boolean {
  if (state === "SENDING" || state === "UNKNOWN" || state === "NEEDS_REVIEW") return true;
  return state === "CLAIMED" && accountId !== undefined;
}
