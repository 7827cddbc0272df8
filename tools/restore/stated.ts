import type { List } from "../../core/foundation/domain/listing.ts";
import type { Reconciliation } from "../../lambdas/restore/reconcile.ts";
import { LocalError } from "../../local/local-error.ts";
import type { Statement } from "./statement.ts";

type Accounts = Pick<Reconciliation, "channels" | "providers">;

/** The same accounts, and what a person has written down stands in for their lists. Nothing that was written down is for nobody. */
export function stated({ channels, providers }: Accounts, { charges, payouts }: Statement): Accounts {
  const left = new Set([...charges.keys(), ...payouts.keys()]);
  const told = <Account extends { port: object }, Entry>(
    account: Account,
    entries: readonly Entry[] | undefined,
    name: string,
  ) => {
    left.delete(name);
    return entries ? { ...account, port: { ...account.port, list: listOf(entries) } } : account;
  };
  const accounts = {
    channels: channels.map((account) => {
      const name = `${account.channel} of ${account.tenantId}`;
      return told(account, charges.get(name), name);
    }),
    providers: providers.map((account) => {
      const name = `payouts of ${account.provider}`;
      return told(account, payouts.get(name), name);
    }),
  };
  if (left.size > 0) throw new LocalError(`The stage has no account that can be called: ${[...left].join(", ")}`);
  return accounts;
}

function listOf<Entry>(entries: readonly Entry[]): List<Entry> {
  return async () => ({ outcome: "listed", entries });
}
