import { reviewKey } from "../../core/foundation/store/keys.ts";
import type { LedgerEntry } from "../../core/money/domain/ledger.ts";
import { entryOf } from "../../core/money/store/ledger-store.ts";
import type { Wallet } from "../../core/money/store/wallet-store.ts";
import type { PaymentOrder } from "../../core/orders/domain/order.ts";
import { orderKey, orderNoKey } from "../../core/orders/store/keys.ts";
import type { Payment, PaymentState, Refund } from "../../core/payments/domain/payment.ts";
import type { PaymentStep } from "../../core/payments/domain/payment-saga.ts";
import type { Saga, SagaStep } from "../../core/payments/domain/saga.ts";
import type { InboxRow } from "../../core/payments/services/webhook-inbox.ts";
import { sagaKey } from "../../core/payments/store/keys.ts";
import type { Row } from "../rows.ts";

/** What really took effect at the payment channel, by the channel's own word. */
export interface ChannelEffect {
  /** `outside`: given back at the vendor by somebody else than Tender. */
  kind: "charge" | "void" | "refund" | "outside";
  paymentId: string;
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
  /** Of the charge, the cancel or the refund. */
  providerKey: string;
}

export interface PaymentFacts {
  id: string;
  head: Payment & Row;
  saga: (Saga & Row) | undefined;
  steps: ReadonlyMap<PaymentStep, SagaStep & Row>;
  /** The order that it pays for; a later payment of the same order may have taken it over. */
  order: (PaymentOrder & Row) | undefined;
  /** Who has its order number now. */
  orderNoHolder: string | undefined;
  refunds: (Refund & Row)[];
  settlements: (LedgerEntry & Row)[];
  /** Ledger rows of its refunds. */
  paybacks: (LedgerEntry & Row)[];
  inbox: (InboxRow & Row)[];
  /** On the operators' list, now or once: of the payment, its refunds, its second charges. */
  reviews: Row[];
  effects: ChannelEffect[];
  /** An operator has decided how a step ended: what the channel did is then outside the rules of effects. */
  isResolved: boolean;
}

export interface MoneyFacts {
  payments: ReadonlyMap<string, PaymentFacts>;
  wallets: readonly (Wallet & Row)[];
  inbox: readonly (InboxRow & Row)[];
  /** Rows whose payment or saga does not exist. */
  orphans: readonly Row[];
  /** Effects of no payment. */
  strayCharges: readonly ChannelEffect[];
}

/** `rowsOf`: the main table's rows by the first part of their keys. */
export function moneyFactsOf(
  rowsOf: (entity: string) => Row[],
  row: (key: { pk: string; sk: string }) => Row | undefined,
  effects: readonly ChannelEffect[],
): MoneyFacts {
  const ledger = rowsOf("LEDGER").map(entryOf);
  const inbox = rowsOf("INBOX") as unknown as (InboxRow & Row)[];
  const reviews = Map.groupBy(
    rowsOf("REVIEW").filter(({ sk }) => sk === "HEAD"),
    ({ paymentId }) => paymentId,
  );
  const booked = Map.groupBy(ledger, paymentOf);
  const told = Map.groupBy(inbox, ({ event }) => event.paymentId);
  const taken = Map.groupBy(effects, ({ paymentId }) => paymentId);
  const ofSagas = Map.groupBy(rowsOf("SAGA"), ({ pk }) => pk);

  const payments = new Map<string, PaymentFacts>();
  for (const rows of Map.groupBy(rowsOf("PAY"), ({ pk }) => pk).values()) {
    const head = rows.find(({ sk }) => sk === "HEAD") as (Payment & Row) | undefined;
    if (!head) continue;
    const { tenantId, paymentId: id, sagaId, orderId, orderNo } = head;
    const sagaRows = ofSagas.get(sagaKey(tenantId, sagaId).pk) ?? [];
    const refunds = rows.filter(({ sk }) => sk.startsWith("REFUND#")) as unknown as (Refund & Row)[];
    const entries = booked.get(id) ?? [];
    payments.set(id, {
      id,
      head,
      saga: sagaRows.find(({ sk }) => sk === "HEAD") as (Saga & Row) | undefined,
      steps: new Map(stepsIn(sagaRows).map((step) => [step.step, step])),
      order: row(orderKey(tenantId, orderId)) as (PaymentOrder & Row) | undefined,
      orderNoHolder: row(orderNoKey(tenantId, orderNo))?.paymentId as string | undefined,
      refunds,
      settlements: entries.filter(({ kind }) => kind === "payment-settled"),
      paybacks: entries.filter(({ kind }) => kind === "payment-refunded"),
      inbox: told.get(id) ?? [],
      reviews: reviews.get(id) ?? [],
      effects: taken.get(id) ?? [],
      isResolved: sagaRows.some(({ sk, action }) => sk.startsWith("AUDIT#") && /^step resolved /.test(String(action))),
    });
  }
  const orderIds = new Set(rowsOf("ORDER").map(({ orderId }) => orderId));
  const sagaIds = new Set([...payments.values()].map(({ head }) => head.sagaId));
  return {
    payments,
    wallets: rowsOf("WALLET") as unknown as (Wallet & Row)[],
    inbox,
    orphans: [
      ...ledger.filter((entry) => entry.kind.startsWith("payment-") && !payments.has(paymentOf(entry))),
      ...rowsOf("SAGA").filter(({ sk, sagaId }) => sk === "HEAD" && !sagaIds.has(String(sagaId))),
      ...[...rowsOf("ORDER"), ...rowsOf("ORDERNO")].filter(
        ({ kind, orderId, paymentId }) =>
          kind !== "CODE" &&
          // One of an offer, or its number, is there before anybody pays.
          (paymentId === undefined ? kind !== "PURCHASE" && !orderIds.has(orderId) : !payments.has(String(paymentId))),
      ),
    ],
    strayCharges: effects.filter(({ paymentId }) => !payments.has(paymentId)),
  };
}

/** Whose money it is about; of a gift card's credit, the redemption. */
function paymentOf(entry: LedgerEntry): string {
  return entry.kind === "payment-refunded" ? entry.paymentId : entry.subjectId;
}

function stepsIn(rows: readonly Row[]): (SagaStep & Row)[] {
  return rows.filter(({ sk, step }) => sk.startsWith("STEP#") && step !== undefined) as unknown as (SagaStep & Row)[];
}

/** Its money has been in the merchant's wallet. What came late and went back never was. */
export function wasSettled({ state, outcome }: Pick<Payment, "state" | "outcome">): boolean {
  return state === "SUCCEEDED" || state === "PARTIALLY_REFUNDED" || (state === "REFUNDED" && outcome === "succeeded");
}

export const OPEN_PAYMENT_STATES: readonly PaymentState[] = ["PROCESSING", "REQUIRES_ACTION", "UNKNOWN"];

export function isOpenRefund({ state }: Pick<Refund, "state">): boolean {
  return state === "PENDING" || state === "SENT" || state === "UNKNOWN";
}

/** Put on record as it happened at the vendor, and never sent by us. */
export function isForeign({ origin }: Pick<Refund, "origin">): boolean {
  return origin === "channel" || origin === "dispute";
}

/** What the customer has paid and not got back, minor units. */
export function netOf(effects: readonly ChannelEffect[]): number {
  return effects.reduce((sum, { kind, amount }) => sum + (kind === "charge" ? amount : -amount), 0);
}

/** On the operators' list now. */
export function isListed(review: Row | undefined): boolean {
  return review?.statePk !== undefined;
}

export function reviewOf(facts: PaymentFacts, subjectId: string): Row | undefined {
  const { pk } = reviewKey({ tenantId: facts.head.tenantId, subjectId });
  return facts.reviews.find((review) => review.pk === pk);
}
