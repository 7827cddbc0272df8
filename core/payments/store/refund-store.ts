import type { SendTimes } from "../../foundation/domain/call-bracket.ts";
import { makeId } from "../../foundation/domain/ids.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { type Told, telling, tellingOfNew } from "../../foundation/store/event-store.ts";
import { absent, allOf, anyOf, below, type Clauses, equals, oneOf, Plus } from "../../foundation/store/expression.ts";
import { duePlace } from "../../foundation/store/keys.ts";
import { readAll } from "../../foundation/store/read-all.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import { REFUND_TRANSITIONS, type Refund, type RefundEvent, type RefundState } from "../domain/payment.ts";
import { refundView } from "../domain/payment-view.ts";
import { paymentPartition, refundKey, refundPointerKey } from "./keys.ts";

type RefundRef = Pick<Refund, "tenantId" | "paymentId" | "refundId">;
type Claimed = RefundRef & Pick<Refund, "epoch">;

const sources = (event: RefundEvent) => sourcesOf<RefundState, RefundEvent>(REFUND_TRANSITIONS, event);
const from = (event: RefundEvent): Clauses => ({ stateAllows: oneOf("state", sources(event)) });
const under = (claimed: Claimed): Clauses => ({ epochIsMine: equals("epoch", claimed.epoch) });
const keyOf = (ref: RefundRef) => refundKey(ref.tenantId, ref.paymentId, ref.refundId);
const due = (ref: RefundRef, dueAt: number) => ({ duePk: duePlace("refund", ref.refundId), dueAt });
const NOT_DUE = ["duePk", "dueAt", "leaseUntil", "lookupAt"];

const told = ({ tenantId, refundId }: RefundRef, what: "succeeded" | "failed", at: number): Told<Refund> => ({
  type: `refund.${what}`,
  tenantId,
  resourceId: refundId,
  at,
  view: refundView,
});

export function acceptRefund(refund: Refund, dueAt: number): Write {
  const item = { ...keyOf(refund), ...refund, ...due(refund, dueAt) };
  return put("refund.accept", item, { isNew: absent("pk") });
}

/** A refund stands beside its payment, so that one query reads both; who knows its id alone finds it by this. */
export function pointToRefund({ tenantId, paymentId, refundId }: RefundRef): Write {
  const item = { ...refundPointerKey(tenantId, refundId), tenantId, refundId, paymentId };
  return put("refund.point", item, { isNew: absent("pk") });
}

/** The refund's payment; `undefined`: no such refund, or one that was accepted before there were pointers. */
export async function findRefund(tables: Tables, tenantId: string, refundId: string): Promise<RefundRef | undefined> {
  return (await tables.get("main", refundPointerKey(tenantId, refundId))) as RefundRef | undefined;
}

/** Of one payment, newest first; `before`: the unique part of the last one of the page before. */
export async function listRefunds(
  tables: Tables,
  ref: Pick<Refund, "tenantId" | "paymentId">,
  page: { limit: number; before?: string | undefined },
): Promise<{ refunds: Refund[]; more: boolean }> {
  const { tenantId, paymentId } = ref;
  // `$` follows `#`: after every refund, and before nothing else of the payment.
  const value =
    page.before === undefined ? "REFUND$" : keyOf({ ...ref, refundId: makeId("ref", tenantId, page.before) }).sk;
  const { items } = await tables.query("main", {
    partition: ["pk", paymentPartition(tenantId, paymentId)],
    sort: { attribute: "sk", operator: "<", value },
    limit: page.limit + 1,
    newestFirst: true,
  });
  const refunds = items.filter(({ sk }) => String(sk).startsWith("REFUND#")) as unknown as Refund[];
  return { refunds: refunds.slice(0, page.limit), more: refunds.length > page.limit };
}

/** Not asked for here and not ours to send: it has gone back already, or a bank has taken it. Its id is that of its cause, so it comes once. */
export function tellRefund(refund: Refund & { state: "SUCCEEDED" | "NEEDS_REVIEW" }): Write {
  const hasGone = refund.state === "SUCCEEDED";
  const item = { ...keyOf(refund), ...refund };
  if (!hasGone) return put("refund.dispute", item, { isNew: absent("pk") });
  const made = put("refund.tell", item, { isNew: absent("pk") });
  return tellingOfNew<Refund>(made, refund, told(refund, "succeeded", refund.createdAt));
}

export async function readRefund(tables: Tables, ref: RefundRef): Promise<Refund | undefined> {
  return (await tables.get("main", keyOf(ref))) as Refund | undefined;
}

/** All of one payment. */
export async function readRefunds(tables: Tables, ref: Pick<Refund, "tenantId" | "paymentId">): Promise<Refund[]> {
  const partition: [string, string] = ["pk", paymentPartition(ref.tenantId, ref.paymentId)];
  const sort = { attribute: "sk", operator: "begins_with", value: "REFUND#" } as const;
  return (await readAll(tables, { partition, sort, limit: 500 })) as unknown as Refund[];
}

/** Right to work on it: a fresh one, or one whose worker or follow-up is due. What was SENT becomes UNKNOWN. */
export function claimRefund(
  seen: Refund,
  lease: { leaseUntil: number; dueAt: number },
  nowMs: number,
): Write & { kind: "update" } {
  const state = seen.state === "PENDING" ? "PENDING" : "UNKNOWN";
  return update("refund.claim", keyOf(seen), {
    set: {
      state,
      leaseUntil: lease.leaseUntil,
      // When somebody must look, should this worker not be heard of again.
      ...due(seen, lease.dueAt),
      epoch: seen.epoch + 1,
      updatedAt: nowMs,
    },
    only: {
      isOpen: oneOf("state", ["PENDING", ...sources("takeover")]),
      leaseIsOver: anyOf(absent("leaseUntil"), below("leaseUntil", nowMs)),
      epochAsSeen: equals("epoch", seen.epoch),
      // A send comes without a new epoch: one that we have not seen would be sent again at once.
      sendsAsSeen: equals("sends", seen.sends),
    },
  });
}

/** `account`: the mark of the one that it is sent to. */
export function intendRefund(
  claimed: Claimed,
  account: string | undefined,
  { lastSentAt }: Pick<SendTimes, "lastSentAt">,
  nowMs: number,
  settledBeforeMs: number,
): Write & { kind: "update" } {
  return update("refund.send", keyOf(claimed), {
    set: { state: "SENT", sends: new Plus(1), lastSentAt, account, updatedAt: nowMs },
    only: {
      ...under(claimed),
      firstOrSettled: anyOf(
        equals("state", "PENDING"),
        allOf(equals("state", "UNKNOWN"), below("lastSentAt", settledBeforeMs)),
      ),
      sendsLeft: below("sends", CONTRACT.refundSendsMax),
    },
  });
}

export function doubtRefund(
  claimed: Claimed,
  next: { lookupAt: number; dueAt: number },
  nowMs: number,
): Write & { kind: "update" } {
  return update("refund.doubt", keyOf(claimed), {
    set: {
      state: "UNKNOWN",
      lookupAt: next.lookupAt,
      lookups: new Plus(1),
      ...due(claimed, next.dueAt),
      updatedAt: nowMs,
    },
    remove: ["leaseUntil"],
    only: { ...from("doubt"), ...under(claimed) },
  });
}

export function endRefund(
  claimed: Refund,
  event: "succeed" | "fail" | "park",
  change: { providerReference?: string; failure?: string },
  nowMs: number,
): Write {
  const state = { succeed: "SUCCEEDED", fail: "FAILED", park: "NEEDS_REVIEW" }[event];
  const end = update(`refund.${event}`, keyOf(claimed), {
    set: { state, ...change, updatedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from(event), ...under(claimed) },
  });
  return event === "park"
    ? end
    : telling(end, claimed, told(claimed, event === "succeed" ? "succeeded" : "failed", nowMs));
}

/** A parked one, on an operator's word. */
export function resolveRefund(
  seen: Refund,
  state: "SUCCEEDED" | "FAILED",
  change: { providerReference?: string },
  by: string,
  nowMs: number,
): Write {
  const failure = state === "FAILED" ? { failure: "resolved-failed" } : {};
  const end = update("refund.resolve", keyOf(seen), {
    set: { state, ...change, ...failure, resolvedAt: nowMs, resolvedBy: by, updatedAt: nowMs },
    only: from("resolve"),
  });
  return telling(end, seen, told(seen, state === "SUCCEEDED" ? "succeeded" : "failed", nowMs));
}
