/** I8, I9, I15: what callers were told, against each other and against the rows. */

import { campaignKey, codeJobKey, codeUseKey } from "../core/codes/store/keys.ts";
import { endedEndpointKey, liveEndpointKey } from "../core/events/store/keys.ts";
import { ERRORS, type ErrorCode } from "../core/foundation/domain/errors.ts";
import { CONTRACT } from "../core/foundation/domain/limits.ts";
import type { IdempotencyRecord } from "../core/foundation/store/idempotency-store.ts";
import { longJobKey } from "../core/foundation/store/keys.ts";
import type { Key } from "../core/foundation/store/table.ts";
import { notificationBatchItemKey, notificationKey, templateKey } from "../core/notifications/store/keys.ts";
import { offerKey, orderKey, subscriptionKey } from "../core/orders/store/keys.ts";
import { paymentKey, refundKey, sagaKey } from "../core/payments/store/keys.ts";
import { unpackVerdicts, type Verdict } from "../core/redemptions/domain/batch.ts";
import { accountKey, batchItemKey, planKey, redemptionKey } from "../core/redemptions/store/keys.ts";
import type { ClientCall, Facts, Found } from "./snapshot.ts";

/** I8: one key, one final answer, to the byte. */
export function* oneKeyOneAnswer({ calls }: Facts): Found {
  for (const [subject, answers] of finalAnswersByKey(calls)) {
    for (const [first, ...others] of Map.groupBy(answers, ({ fingerprint }) => fingerprint).values()) {
      const other = others.find((call) => call.status !== first?.status || call.body !== first?.body);
      const how = other?.status === first?.status ? "with two bodies" : `with ${first?.status} and ${other?.status}`;
      if (other) yield [subject, `was answered ${how}`];
    }
  }
}

/** I9: the same key with another body never executes. */
export function* otherBodyNeverExecutes({ calls }: Facts): Found {
  for (const [subject, answers] of finalAnswersByKey(calls)) {
    const bodies = new Set(answers.map(({ fingerprint }) => fingerprint)).size;
    if (bodies > 1) yield [subject, `answered ${bodies} different requests`];
  }
}

function finalAnswersByKey(calls: readonly ClientCall[]): Map<string, ClientCall[]> {
  const final = calls.filter((call) => call.key !== undefined && isFinal(call));
  const byKey = Map.groupBy(final, ({ owner, route, key }) => `${owner} ${route} ${key}`);
  // A key is forgotten a day after its first answer.
  for (const [name, answers] of byKey) {
    const startedAt = Math.min(...answers.map(({ sentAt }) => sentAt));
    byKey.set(
      name,
      answers.filter(({ sentAt }) => sentAt < startedAt + CONTRACT.idempotencyTtlMs),
    );
  }
  return byKey;
}

function isFinal({ status, body }: ClientCall): boolean {
  if (status === undefined) return false;
  if (isSuccess(status)) return true;
  if (status !== 409 && status !== 422) return false;
  const { code = "", retryable, waitFor } = parse(body) as { code?: string; retryable?: boolean; waitFor?: string };
  // What says something about the request itself, and not about what it asks for, is not stored.
  const isOfRequest = code in ERRORS && ERRORS[code as ErrorCode].again === "mend";
  return retryable === false && waitFor === undefined && !isOfRequest;
}

const isSuccess = (status: number | undefined) => status !== undefined && status >= 200 && status < 300;

/** What was turned round never goes forward again. */
const CANCELS = ["POST /v1/payments/{id}/cancel", "POST /v1/orders/{id}/cancel"];
const FORWARD = ["RUNNING", "PIVOTED", "COMPLETED"];

/** Secrets that are shown once are kept apart: their places in the stored answer are empty. */
function withoutSecrets({ sealed, body: stored }: IdempotencyRecord, body: string | undefined): string | undefined {
  if (sealed === undefined) return body;
  const empty = Object.entries(parse(stored)).filter(([, value]) => value === null);
  return JSON.stringify({ ...parse(body), ...Object.fromEntries(empty) });
}

/** I15: every 2xx to a write is backed by its record and by the rows that it names. */
export function* successIsBackedByRows(facts: Facts): Found {
  const records = new Map(facts.records.map((record) => [`${record.ownerId} ${record.route} ${record.key}`, record]));
  for (const call of facts.calls) {
    if (call.key === undefined || !isSuccess(call.status)) continue;
    const subject = `${call.owner} ${call.route} ${call.key}`;
    const answer = parse(call.body) as Named & { items?: (Named & ItemAnswer)[] };

    const record = records.get(subject);
    if (record?.status !== "DONE")
      yield [subject, record ? "its record is still in progress" : "left no record under its key"];
    else if (record.httpStatus !== call.status)
      yield [subject, `was answered ${call.status}, and ${record.httpStatus} is stored`];
    else if (record.verdicts === undefined && record.body !== withoutSecrets(record, call.body))
      yield [subject, "was answered otherwise than is stored"];
    else if (record.verdicts !== undefined && !agree(unpackVerdicts(record.verdicts), answer.items ?? []))
      yield [subject, "its items were answered otherwise than is stored"];

    const turned = CANCELS.includes(call.route) ? facts.payments.get(answer.paymentId ?? "")?.saga : undefined;
    if (turned && FORWARD.includes(turned.state))
      yield [subject, `was told that ${answer.paymentId} is cancelled, and its saga is ${turned.state}`];

    for (const named of [answer, ...(answer.items ?? [])]) {
      const missing = missingRow(facts, { ...named, batchId: named.batchId ?? answer.batchId });
      if (missing) yield [subject, missing];
    }
  }
}

/** What an answer names by its id alone, and where that has its row. */
const KEYS = {
  planId: planKey,
  accountId: accountKey,
  paymentId: paymentKey,
  sagaId: sagaKey,
  offerId: offerKey,
  campaignId: campaignKey,
  codeRedemptionId: codeUseKey,
  subscriptionId: subscriptionKey,
  jobId: codeJobKey,
  templateId: templateKey,
  webhookEndpointId: liveEndpointKey,
};
/** Where else its row may be: that of a job of another kind, and of an endpoint that has ended. */
const OTHER_KEYS: { [name in Name]?: (tenantId: string, id: string) => Key } = {
  jobId: (tenantId, jobId) => longJobKey("replay-job", { tenantId, jobId }),
  webhookEndpointId: endedEndpointKey,
};
/** What is accepted alone or in batches, attempt by attempt. */
const MEMBERS = {
  redemptionId: {
    headOf: (tenantId: string, redemptionId: string) => redemptionKey({ tenantId, redemptionId }),
    placeOf: batchItemKey,
  },
  notificationId: {
    headOf: (tenantId: string, notificationId: string) => notificationKey({ tenantId, notificationId }),
    placeOf: notificationBatchItemKey,
  },
};
type Name = keyof typeof KEYS;
type Member = keyof typeof MEMBERS;
type Named = { [name in Name | Member | "orderId" | "batchId" | "refundId"]?: string | null | undefined } & {
  attempt?: number;
};

interface ItemAnswer {
  status: string;
  isIdempotent: boolean;
}

function missingRow(facts: Facts, named: Named): string | undefined {
  const { orderId, paymentId, refundId } = named;
  for (const name of Object.keys(KEYS) as Name[]) {
    const id = named[name];
    const isThere = id && [KEYS[name], OTHER_KEYS[name]].some((keyOf) => keyOf && facts.row(keyOf(tenantIn(id), id)));
    if (id && !isThere) return `names ${id}, which has no row`;
  }
  // One that a payment makes by itself comes a little later than its payment.
  if (orderId && !paymentId && !facts.row(orderKey(tenantIn(orderId), orderId)))
    return `names ${orderId}, which has no row`;
  if (refundId && paymentId && !facts.row(refundKey(tenantIn(refundId), paymentId, refundId)))
    return `names ${refundId}, which has no row`;
  return (Object.keys(MEMBERS) as Member[]).map((name) => missingMember(facts, named, name)).find(Boolean);
}

function missingMember(facts: Facts, named: Named, member: Member): string | undefined {
  const { [member]: id, batchId, attempt = 1 } = named;
  if (!id) return undefined;
  const { headOf, placeOf } = MEMBERS[member];
  const tenantId = tenantIn(id);
  const head = facts.row(headOf(tenantId, id));
  if (!head) return `names ${id}, which has no row`;
  if (Number(head.attempt) < attempt) return `names attempt ${attempt} of ${id}, which has ${head.attempt}`;
  if (batchId && !facts.row(placeOf(tenantId, batchId, id)))
    return `puts ${id} into ${batchId}, which has no such item`;
  return undefined;
}

function agree(verdicts: readonly Verdict[], items: readonly ItemAnswer[]): boolean {
  const told = items.map(({ status, isIdempotent }) => `${status} ${isIdempotent}`);
  const stored = verdicts.map((verdict) =>
    verdict.kind === "taken" ? `${verdict.status} ${verdict.isIdempotent}` : "REJECTED false",
  );
  return told.join() === stored.join();
}

/** The second part of `<prefix>_<tenant>_<unique>`. */
function tenantIn(id: string): string {
  return id.slice(id.indexOf("_") + 1, id.lastIndexOf("_"));
}

function parse(body: string | undefined): object {
  try {
    return (JSON.parse(body ?? "{}") as object | null) ?? {};
  } catch {
    return {};
  }
}
