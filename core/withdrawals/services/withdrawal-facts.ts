import type { WithdrawalPolicy } from "../../access/domain/withdrawal-policy.ts";
import { policyKey } from "../../access/store/keys.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Item, Key, TableName, Tables } from "../../foundation/store/table.ts";
import { walletKey } from "../../money/store/keys.ts";
import type { WithdrawalFacts } from "../domain/decide-withdrawal.ts";
import type { PayoutDestination } from "../domain/payout-destination.ts";
import { dayOf } from "../domain/withdrawal.ts";
import { dayKey, destinationKey, withdrawalNoKey } from "../store/keys.ts";

export interface Asked {
  tenantId: string;
  withdrawalNo: string;
  amount: { amount: number; currency: string };
  destinationId: string;
}

/**
 * Copies of what hardly ever changes, per process: policies, that there is none too, and destinations. They may be of any age,
 * for each is checked in the transaction that was decided by it; nobody is refused by them.
 */
interface Copies {
  policies: Map<string, WithdrawalPolicy | undefined>;
  destinations: Map<string, PayoutDestination>;
}
const COPIES_MAX = 1000;
const copiesOf = new WeakMap<Tables, Copies>();

function copies(tables: Tables): Copies {
  const known = copiesOf.get(tables) ?? { policies: new Map(), destinations: new Map() };
  copiesOf.set(tables, known);
  return known;
}

const placeOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;

function keep<Row>(kept: Map<string, Row>, key: Key, row: Row): void {
  if (kept.size >= COPIES_MAX) kept.clear();
  kept.set(placeOf(key), row);
}

/** What a withdrawal can be decided by without a read; `undefined`: not enough. */
export function recallFacts(tables: Tables, { tenantId, amount, destinationId }: Asked): WithdrawalFacts | undefined {
  const { policies, destinations } = copies(tables);
  const policyPlace = placeOf(policyKey(tenantId, amount.currency));
  const destination = destinations.get(placeOf(destinationKey(tenantId, destinationId)));
  return destination && policies.has(policyPlace) ? { policy: policies.get(policyPlace), destination } : undefined;
}

/** All that there is to know, in one request; `beside`: what is read along. */
export async function readFacts(
  { tables }: Pick<Deps, "tables">,
  { tenantId, withdrawalNo, amount: { currency }, destinationId }: Asked,
  nowMs: number,
  beside: readonly (Key & { table: TableName })[] = [],
): Promise<{ facts: WithdrawalFacts; beside: (Item | undefined)[] }> {
  const keys = {
    policy: policyKey(tenantId, currency),
    destination: destinationKey(tenantId, destinationId),
    number: withdrawalNoKey(tenantId, withdrawalNo),
    wallet: walletKey(tenantId, currency),
    day: dayKey(tenantId, currency, dayOf(nowMs)),
  };
  const [policy, destination, number, wallet, day, ...rest] = await tables.getAcross([
    ...Object.values(keys).map((key) => ({ table: "main" as const, ...key })),
    ...beside,
  ]);
  const facts: WithdrawalFacts = {
    policy: policy as WithdrawalPolicy | undefined,
    destination: destination as PayoutDestination | undefined,
    number,
    available: Number(wallet?.available ?? 0),
    used: Number(day?.used ?? 0),
  };
  const { policies, destinations } = copies(tables);
  keep(policies, keys.policy, facts.policy);
  if (facts.destination) keep(destinations, keys.destination, facts.destination);
  return { facts, beside: rest };
}
