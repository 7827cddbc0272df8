import { callTimeoutMs } from "../../foundation/domain/call-bracket.ts";
import { InvariantError } from "../../foundation/domain/errors.ts";
import { claimedTenantOf } from "../../foundation/domain/ids.ts";
import { AROUND_MS, type Restored } from "../../foundation/domain/limits.ts";
import { entriesOf } from "../../foundation/domain/listing.ts";
import { duePlaces } from "../../foundation/store/keys.ts";
import { readDue } from "../../foundation/store/outbox-store.ts";
import type { PayoutEntry, PayoutEvent, PayoutProvider, PayoutProviderName } from "../domain/payout-provider.ts";
import { payoutChannelOf } from "../domain/payout-provider.ts";
import { netOf, type Withdrawal } from "../domain/withdrawal.ts";
import { readWithdrawal } from "../store/withdrawal-store.ts";
import type { PayoutDeps } from "./deps.ts";
import { applyPayoutEvent } from "./payout-event-work.ts";
import { storePayoutEvent } from "./payout-webhooks.ts";
import { workWithdrawal } from "./payout-work.ts";

/** In one shard: what is under way at one moment is some seconds' work. */
const ROWS_MAX = 1000;

/** Withdrawals that have not ended, by the rows of them that are due. */
async function* open(deps: PayoutDeps, kind: "withdrawal" | "approval"): AsyncGenerator<Withdrawal> {
  for (const place of duePlaces(kind)) {
    const rows = await readDue(deps.tables, place, Number.MAX_SAFE_INTEGER, ROWS_MAX);
    // Nobody may open the doors before the last one was asked for.
    if (rows.length === ROWS_MAX) throw new InvariantError("more withdrawals are under way than one look can read");
    for (const { pk } of rows) {
      const [, tenantId = "", withdrawalId = ""] = pk.split("#");
      const seen = await readWithdrawal(deps.tables, { tenantId, withdrawalId });
      if (seen) yield seen;
    }
  }
}

/**
 * What could be sent at the moment of a restore may have been. Before anybody can cancel it as unsent, its worker asks the provider:
 * from then on it is as one that was sent.
 */
export async function askForUnsent(deps: PayoutDeps, remainingMs: () => number): Promise<{ asked: number }> {
  let asked = 0;
  for await (const { tenantId, withdrawalId, state, sends } of open(deps, "withdrawal")) {
    if (state !== "TRIED" || sends > 0) continue;
    await workWithdrawal(deps, { tenantId, withdrawalId }, remainingMs);
    const now = await readWithdrawal(deps.tables, { tenantId, withdrawalId });
    if (now?.state === "TRIED" && now.sends === 0)
      throw new Error(
        `${withdrawalId} was not asked for: an earlier run still holds it, so come again in a minute, or its provider's account has to be mended`,
      );
    asked++;
  }
  return { asked };
}

/**
 * What waited for approval at the moment may have been approved and paid since. While the marker stands nobody takes it back; of what
 * its provider has paid a person is told, who approves it again. `unknown`: those of which nobody can say yet.
 */
export async function askForWaiting(deps: PayoutDeps, remainingMs: () => number) {
  const found = { asked: 0, paid: 0, unknown: [] as string[] };
  for await (const seen of open(deps, "approval")) {
    if (seen.state !== "AWAITING_APPROVAL") continue;
    const { withdrawalId, provider } = seen;
    const { port } = await deps.payouts.port(provider);
    const net = { amount: netOf(seen), currency: seen.amount.currency };
    const timeoutMs = callTimeoutMs(deps.limits.withdrawal, remainingMs());
    const told = await port.query({ withdrawalId, net, timeoutMs });
    found.asked++;
    if (told.outcome === "unknown") found.unknown.push(withdrawalId);
    if (told.outcome !== "paid") continue;
    found.paid++;
    const { providerReference } = told;
    await takeUp(deps, seen, { withdrawalId, net, providerReference, returns: [] });
  }
  return found;
}

/** Payouts since that moment, taken up as if their webhooks came again. `undefined`: this provider keeps no list. */
export async function takeUpPayouts(
  deps: PayoutDeps,
  { provider, port }: { provider: PayoutProviderName; port: PayoutProvider },
  { toMs }: Restored,
  remainingMs: () => number,
): Promise<{ seen: number; takenUp: number } | undefined> {
  if (!port.list) return undefined;
  const found = { seen: 0, takenUp: 0 };
  const timeoutMs = callTimeoutMs(deps.limits.withdrawal, remainingMs());
  for await (const entry of entriesOf(port.list, { sinceMs: toMs - AROUND_MS, timeoutMs })) {
    const tenantId = claimedTenantOf("wdr", entry.withdrawalId);
    if (tenantId === undefined) continue;
    found.seen++;
    found.takenUp += await takeUp(deps, { tenantId, provider }, entry);
  }
  return found;
}

/** How many of its events nobody had heard of. */
async function takeUp(
  deps: PayoutDeps,
  { tenantId, provider }: Pick<Withdrawal, "tenantId" | "provider">,
  entry: PayoutEntry,
): Promise<number> {
  let news = 0;
  for (const event of eventsOf(entry)) {
    const job = { tenantId, channel: payoutChannelOf(provider), eventId: event.eventId };
    if (await storePayoutEvent(deps, job, event)) news++;
    // What is stored may be of a run that has died before it could apply it.
    await applyPayoutEvent(deps, job);
  }
  return news;
}

function eventsOf({ withdrawalId, net, providerReference, returns }: PayoutEntry): PayoutEvent[] {
  const about = { withdrawalId, providerReference };
  return [
    { ...about, eventId: `restored-${providerReference}`, type: "paid", amount: net },
    ...returns.map((back) => ({
      ...about,
      eventId: `restored-return-${back.reference}`,
      type: "returned" as const,
      returns: [back],
    })),
  ];
}
