/** What belongs to one resource: the rows by which the local rules judge it. */

import { codeKey, codeUseKey } from "../core/codes/store/keys.ts";
import { endedEndpointKey, liveEndpointKey } from "../core/events/store/keys.ts";
import { claimedTenantOf, type IdPrefix } from "../core/foundation/domain/ids.ts";
import { reviewKey } from "../core/foundation/store/keys.ts";
import type { Key } from "../core/foundation/store/table.ts";
import { ledgerKey } from "../core/money/store/keys.ts";
import { notificationPartition } from "../core/notifications/store/keys.ts";
import { orderKey, orderNoKey, subscriptionKey } from "../core/orders/store/keys.ts";
import { paymentKey, paymentPartition, refundPointerKey, sagaPartition } from "../core/payments/store/keys.ts";
import { accountKey, planKey, redemptionKey, redemptionPartition } from "../core/redemptions/store/keys.ts";
import { withdrawalNoKey, withdrawalPartition } from "../core/withdrawals/store/keys.ts";
import type { Row } from "./rows.ts";

/** Strongly consistent, both. Not of one moment: what is found has to be found again. */
export interface Reader {
  /** Those that are there, in any order. */
  rows(keys: readonly Key[]): Promise<Row[]>;
  partition(pk: string): Promise<Row[]>;
}

export interface Closure {
  rows: readonly Row[];
  /** About these, nothing that a local rule asks for is missing. Others among the rows only stand beside them. */
  subjects: ReadonlySet<string>;
}

type Read = (reader: Reader, tenantId: string, id: string) => Promise<Closure>;

const NOTHING: Closure = { rows: [], subjects: new Set() };
const text = (value: unknown) => (value === undefined ? undefined : String(value));
const headOf = (rows: readonly Row[]) => rows.find(({ sk }) => sk === "HEAD");
const about = (rows: readonly Row[], ...subjects: (string | undefined)[]): Closure => ({
  rows,
  subjects: new Set(subjects.filter((subject) => subject !== undefined)),
});

/** By the kind of what is told of. Of a kind that is missing here no local rule says anything. */
const READS: Partial<Record<IdPrefix, Read>> = {
  rdm: redemption,
  pay: payment,
  ref: async (reader, tenantId, refundId) => {
    const [pointer] = await reader.rows([refundPointerKey(tenantId, refundId)]);
    return pointer ? payment(reader, tenantId, String(pointer.paymentId)) : NOTHING;
  },
  ord: order,
  cru: use,
  sub: subscription,
  wdr: withdrawal,
  ntf: notification,
  whe: async (reader, tenantId, id) =>
    about(await reader.rows([liveEndpointKey(tenantId, id), endedEndpointKey(tenantId, id)]), id),
};

/** The kind of a resource that the local rules know, and its merchant. */
export function judgedKindOf(resourceId: string): { kind: IdPrefix; tenantId: string } | undefined {
  for (const kind of Object.keys(READS) as IdPrefix[]) {
    const tenantId = claimedTenantOf(kind, resourceId);
    if (tenantId !== undefined) return { kind, tenantId };
  }
  return undefined;
}

export async function readClosure(reader: Reader, resourceId: string): Promise<Closure> {
  const judged = judgedKindOf(resourceId);
  return (await (judged && READS[judged.kind]?.(reader, judged.tenantId, resourceId))) ?? NOTHING;
}

async function redemption(reader: Reader, tenantId: string, redemptionId: string): Promise<Closure> {
  const own = await reader.partition(redemptionPartition({ tenantId, redemptionId }));
  const accountId = text(headOf(own)?.accountId);
  const ledger = ledgerKey(tenantId, redemptionId);
  const beside = await reader.rows([
    ledger,
    reviewKey({ tenantId, subjectId: redemptionId }),
    ...(accountId === undefined ? [] : [accountKey(tenantId, accountId)]),
  ]);
  const account = beside.find((row) => row.accountId === accountId && row.pk.startsWith("ACC#"));
  const [planId, leaseOwner] = [text(account?.planId), text(account?.leaseOwner)];
  const around = await reader.rows([
    ...(planId === undefined ? [] : [planKey(tenantId, planId)]),
    // Whoever has the account by now stands in for itself, without its story.
    ...(leaseOwner === undefined || leaseOwner === redemptionId
      ? []
      : [redemptionKey({ tenantId, redemptionId: leaseOwner })]),
  ]);
  return about([...own, ...beside, ...around], redemptionId, accountId, ledger.pk);
}

async function payment(reader: Reader, tenantId: string, paymentId: string): Promise<Closure> {
  const own = await reader.partition(paymentPartition(tenantId, paymentId));
  const head = headOf(own);
  if (!head) return NOTHING;
  const [sagaId, orderId, orderNo] = [head.sagaId, head.orderId, head.orderNo].map(String) as [string, string, string];
  const parts = [paymentId, ...own.flatMap(({ sk, refundId }) => (sk.startsWith("REFUND#") ? String(refundId) : []))];
  const ledgers = parts.map((id) => ledgerKey(tenantId, id));
  const [saga, beside] = await Promise.all([
    reader.partition(sagaPartition(tenantId, sagaId)),
    reader.rows([
      orderKey(tenantId, orderId),
      orderNoKey(tenantId, orderNo),
      ...ledgers,
      ...parts.map((subjectId) => reviewKey({ tenantId, subjectId })),
    ]),
  ]);
  return about([...own, ...saga, ...beside], ...parts, sagaId, ...ledgers.map(({ pk }) => pk));
}

/** One of an offer; one that a payment or a code has made by itself is judged with it. */
async function order(reader: Reader, tenantId: string, orderId: string): Promise<Closure> {
  const [head] = await reader.rows([orderKey(tenantId, orderId)]);
  if (head?.kind !== "PURCHASE") return NOTHING;
  const [paymentId, subscriptionId] = [text(head.paymentId), text(head.subscriptionId)];
  const beside = await reader.rows([
    orderNoKey(tenantId, String(head.orderNo)),
    ...(paymentId === undefined ? [] : [paymentKey(tenantId, paymentId)]),
    ...(subscriptionId === undefined ? [] : [subscriptionKey(tenantId, subscriptionId)]),
  ]);
  const sagaId = beside.find(({ pk }) => pk.startsWith("PAY#"))?.sagaId;
  const saga = sagaId === undefined ? [] : await reader.partition(sagaPartition(tenantId, String(sagaId)));
  return about([head, ...beside, ...saga], orderId);
}

async function use(reader: Reader, tenantId: string, id: string): Promise<Closure> {
  const [head] = await reader.rows([codeUseKey(tenantId, id)]);
  if (!head) return NOTHING;
  const [orderId, subscriptionId, codeId] = [head.orderId, head.subscriptionId, head.codeId].map(String) as [
    string,
    string,
    string,
  ];
  const beside = await reader.rows([
    orderKey(tenantId, orderId),
    subscriptionKey(tenantId, subscriptionId),
    codeKey(tenantId, codeId),
  ]);
  return about([head, ...beside], id);
}

async function subscription(reader: Reader, tenantId: string, id: string): Promise<Closure> {
  const [head] = await reader.rows([subscriptionKey(tenantId, id)]);
  if (!head) return NOTHING;
  const grants = head.grants as { orderId: string }[];
  return about([head, ...(await reader.rows(grants.map(({ orderId }) => orderKey(tenantId, orderId))))], id);
}

async function withdrawal(reader: Reader, tenantId: string, id: string): Promise<Closure> {
  const own = await reader.partition(withdrawalPartition(tenantId, id));
  const ledger = ledgerKey(tenantId, id);
  const number = text(headOf(own)?.withdrawalNo);
  const beside = await reader.rows([
    ledger,
    reviewKey({ tenantId, subjectId: id }),
    ...(number === undefined ? [] : [withdrawalNoKey(tenantId, number)]),
  ]);
  return about([...own, ...beside], id, ledger.pk);
}

async function notification(reader: Reader, tenantId: string, notificationId: string): Promise<Closure> {
  const own = await reader.partition(notificationPartition({ tenantId, notificationId }));
  const review = await reader.rows([reviewKey({ tenantId, subjectId: notificationId })]);
  return about([...own, ...review], notificationId);
}
