/** I11: an account and the redemption that holds it. */

import type { Redemption } from "../core/redemptions/domain/redemption.ts";
import { hasEnded } from "../core/redemptions/domain/redemption.ts";
import type { Facts, Found, Row } from "./snapshot.ts";

export function* oneHolderPerAccount(facts: Facts): Found {
  yield* leasedAccounts(facts);
  yield* holdingRedemptions(facts);
}

/** From the account's side: LOCKING names a redemption that has not ended and says the same. */
function* leasedAccounts(facts: Facts): Found {
  for (const account of facts.accounts.values()) {
    const { status, leaseOwner, previousStatus } = account;
    if (status !== "LOCKING") {
      if (leaseOwner !== undefined) yield [account.accountId, `is ${status} and leased by ${leaseOwner}`];
      continue;
    }
    const holder = facts.redemptions.get(leaseOwner ?? "")?.head;
    if (!holder) yield [account.accountId, "is LOCKING, and its redemption does not exist"];
    else if (hasEnded(holder.state)) yield [account.accountId, `is LOCKING, and ${leaseOwner} is ${holder.state}`];
    else if (holder.accountId !== account.accountId)
      yield [account.accountId, `is LOCKING for ${leaseOwner}, which names another account`];
    if (previousStatus === undefined) yield [account.accountId, "is LOCKING and does not know what it was before"];
    if (account.selectionPk !== undefined) yield [account.accountId, "is LOCKING and may be selected"];
  }
}

/** From the redemption's side: one that may have been sent holds its account, alone and under the newest fence. */
function* holdingRedemptions(facts: Facts): Found {
  const holders = [...facts.redemptions.values()].filter(({ head }) => holdsAccount(head));
  for (const { id, head } of holders) {
    const account = facts.accounts.get(head.accountId ?? "");
    if (!account) yield [id, `is ${head.state} without an account`];
    else if (account.status !== "LOCKING" || account.leaseOwner !== id)
      yield [id, `is ${head.state}, and its account is ${account.status} for ${account.leaseOwner ?? "nobody"}`];
    else if (account.fencingToken !== head.accountFence)
      yield [id, `holds its account under fence ${head.accountFence}, which is at ${account.fencingToken}`];
  }
  for (const [accountId, together] of Map.groupBy(holders, ({ head }) => head.accountId)) {
    if (together.length > 1) {
      const ids = together.map(({ id }) => id).join(", ");
      yield [accountId ?? "no account", `is held by ${ids}`];
    }
  }
}

/** A claim holds an account from the moment it is bound; a send without one must not be. */
function holdsAccount({ state, accountId }: Redemption & Row): boolean {
  if (state === "SENDING" || state === "UNKNOWN" || state === "NEEDS_REVIEW") return true;
  return state === "CLAIMED" && accountId !== undefined;
}
