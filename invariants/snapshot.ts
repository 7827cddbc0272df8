import type { IdempotencyRecord } from "../core/foundation/store/idempotency-store.ts";
import type { LedgerEntry } from "../core/money/domain/ledger.ts";
import { entryOf } from "../core/money/store/ledger-store.ts";
import type { Account } from "../core/redemptions/domain/account.ts";
import type { Attempt } from "../core/redemptions/domain/attempt.ts";
import type { Plan } from "../core/redemptions/domain/plan.ts";
import { providerKeyOf, type Redemption } from "../core/redemptions/domain/redemption.ts";
import { type AccessFacts, accessFactsOf } from "./access/facts.ts";
import { type CodeWorldFacts, codeFactsOf } from "./codes/facts.ts";
import { type DeliveryFacts, deliveryFactsOf, type WebhookReceipt } from "./events/delivery-facts.ts";
import { type NotificationEffect, type NotificationWorldFacts, notificationFactsOf } from "./notifications/facts.ts";
import { type ChannelEffect, type MoneyFacts, moneyFactsOf } from "./payments/facts.ts";
import type { Row } from "./rows.ts";
import { type PayoutEffect, type WithdrawalWorldFacts, withdrawalFactsOf } from "./withdrawals/facts.ts";

export type { WebhookReceipt } from "./events/delivery-facts.ts";
export type { NotificationEffect } from "./notifications/facts.ts";
export type { ChannelEffect } from "./payments/facts.ts";
export type { Row } from "./rows.ts";
export type { PayoutEffect } from "./withdrawals/facts.ts";

/** What really took effect at the exchange, by the exchange's own word. */
export interface ExchangeEffect {
  code: string;
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
  providerKey: string;
}

/** One request as its sender remembers it. Without `status` the answer was lost, and whether it took effect is open. */
export interface ClientCall {
  /** The caller's tenant, or `platform` for operators. */
  owner: string;
  /** `POST /v1/redemptions/{id}/resolve` */
  route: string;
  key?: string;
  /** The same for the same body and path. */
  fingerprint: string;
  /** Milliseconds since 1970, as of the client's clock. */
  sentAt: number;
  receivedAt: number;
  status?: number;
  /** As received, to the byte. */
  body?: string;
  replayed?: boolean;
}

/**
 * The world at one moment. Taken at rest: a scan is no transaction, and rows that change under it tell of no moment.
 * Row kinds that nobody here knows are left alone, so that new aggregates bring their own checks.
 */
export interface Snapshot {
  main: readonly Row[];
  transient: readonly Row[];
  /** Absent: nobody has looked at them. */
  events?: readonly Row[];
  /** Every outbox row that was ever written: those that were sent are gone. Absent: nobody has watched. */
  announced?: readonly Row[];
  effects: {
    exchange: readonly ExchangeEffect[];
    channel: readonly ChannelEffect[];
    payouts?: readonly PayoutEffect[];
    /** Messages to merchants' customers. Absent: nobody knows. */
    notifications?: readonly NotificationEffect[];
    /** What merchants' servers were told. Absent: nobody knows. */
    receipts?: readonly WebhookReceipt[];
  };
  calls: readonly ClientCall[];
}

export interface Expectations {
  /** Faults are off and there was time enough: whatever has not ended by now never will. */
  settled?: {
    /** `subjectId`: a redemption, a payment or a refund. */
    mayNeedReview: (subjectId: string) => boolean;
  };
  /** For how long a process believes what it has read of a key and its merchant, and how far clocks differ. */
  access?: { cacheMs: number; skewMs: number };
  /** What must appear in none of the texts (logs, answers, rows, dead letters). */
  confidential?: { secrets: readonly string[]; texts: readonly { name: string; text: string }[] };
}

export interface Violation<Id extends string = string> {
  invariant: Id;
  /** The row, key or text that it was found at. Never a secret. */
  subject: string;
  detail: string;
}

/** What a rule has found: the row, key or text, never a secret, and what is wrong with it. */
export type Found = Generator<readonly [subject: string, detail: string], void>;
/** What is wrong with one thing. */
export type Faults = Generator<string, void>;

export interface RedemptionFacts {
  id: string;
  head: Redemption & Row;
  attempts: (Attempt & Row)[];
  ledger: (LedgerEntry & Row)[];
  announced: Row[] | undefined;
  review: Row | undefined;
  effects: ExchangeEffect[];
  /** Provider keys of attempts that an operator has decided: what the exchange did under these is outside the rules of effects. */
  resolved: ReadonlySet<string>;
}

/** The snapshot, sorted by what its rows are. */
export interface Facts
  extends Snapshot,
    MoneyFacts,
    CodeWorldFacts,
    WithdrawalWorldFacts,
    AccessFacts,
    DeliveryFacts,
    NotificationWorldFacts {
  redemptions: ReadonlyMap<string, RedemptionFacts>;
  accounts: ReadonlyMap<string, Account & Row>;
  plans: ReadonlyMap<string, Plan & Row>;
  records: readonly (IdempotencyRecord & Row)[];
  ledger: readonly (LedgerEntry & Row)[];
  /** Those that are left. */
  outbox: readonly Row[];
  /** Effects that no redemption's provider key explains. */
  strayEffects: readonly ExchangeEffect[];
  row: (key: { pk: string; sk: string }) => Row | undefined;
}

export function factsOf(snapshot: Snapshot): Facts {
  const main = Map.groupBy(snapshot.main, ({ pk }) => pk.slice(0, pk.indexOf("#")));
  const of = <T>(entity: string) => (main.get(entity) ?? []) as (T & Row)[];
  const byRedemption = (rows: Row[]) => Map.groupBy(rows, (row) => idIn(row.pk));
  const ledger = of("LEDGER").map(entryOf);
  const booked = Map.groupBy(ledger, ({ subjectId }) => subjectId);
  const announced = snapshot.announced && byRedemption([...snapshot.announced]);
  const reviews = byRedemption(of("REVIEW"));
  const effects = Map.groupBy(snapshot.effects.exchange, ({ providerKey }) => operationOf(providerKey));

  const redemptions = new Map<string, RedemptionFacts>();
  for (const [id, rows] of byRedemption(of("RDM"))) {
    const head = rows.find(({ sk }) => sk === "HEAD");
    if (!head) continue;
    const attempts = rows.filter(({ sk }) => sk.startsWith("ATTEMPT#")) as unknown as (Attempt & Row)[];
    const decided = attempts.filter(({ events }) => events.some(({ event }) => event === "resolved"));
    redemptions.set(id, {
      id,
      head: head as unknown as Redemption & Row,
      attempts,
      ledger: booked.get(id) ?? [],
      announced: announced && (announced.get(id) ?? []),
      review: reviews.get(id)?.[0],
      effects: effects.get(id) ?? [],
      resolved: new Set(decided.map(({ attempt }) => providerKeyOf({ redemptionId: id, attempt }))),
    });
  }
  const keyed = new Map(snapshot.main.map((row) => [rowName(row), row]));
  const row = (key: { pk: string; sk: string }) => keyed.get(rowName(key));
  return {
    ...snapshot,
    ...moneyFactsOf(of, row, snapshot.effects.channel),
    ...codeFactsOf(of),
    ...accessFactsOf(of),
    ...deliveryFactsOf(of, snapshot.events ?? [], snapshot.effects.receipts),
    ...withdrawalFactsOf(of, row, ledger, snapshot.effects.payouts ?? []),
    ...notificationFactsOf(of, row, snapshot.effects.notifications),
    redemptions,
    accounts: new Map(
      of<Account>("ACC")
        .filter(({ sk }) => sk === "HEAD")
        .map((row) => [row.accountId, row]),
    ),
    plans: new Map(of<Plan>("PLN").map((row) => [row.planId, row])),
    records: snapshot.transient.filter(({ pk }) => pk.startsWith("IDEM#")) as unknown as (IdempotencyRecord & Row)[],
    ledger,
    outbox: of("OUT"),
    strayEffects: snapshot.effects.exchange.filter(({ providerKey }) => !redemptions.has(operationOf(providerKey))),
    row,
  };
}

function rowName({ pk, sk }: { pk: string; sk: string }): string {
  return `${pk} ${sk}`;
}

/** The last part of `<ENTITY>#<tenant>#<id>`. */
function idIn(pk: string): string {
  return pk.split("#").slice(2).join("#");
}

/** The redemption that a provider key `<redemptionId>#<attempt>` was sent for. */
function operationOf(providerKey: string): string {
  const end = providerKey.lastIndexOf("#");
  return end < 0 ? providerKey : providerKey.slice(0, end);
}
