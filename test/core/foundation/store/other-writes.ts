import { registerApiKey } from "../../../../core/access/store/api-key-store.ts";
import { audit } from "../../../../core/foundation/store/audit-store.ts";
import { moveAuditor } from "../../../../core/foundation/store/auditor-store.ts";
import { eventPut } from "../../../../core/foundation/store/event-store.ts";
import { countHour } from "../../../../core/foundation/store/hour-store.ts";
import {
  complete,
  type IdempotencyRecord,
  lose,
  record,
  resume,
} from "../../../../core/foundation/store/idempotency-store.ts";
import { takeLookUpTurn } from "../../../../core/foundation/store/look-up-store.ts";
import { announce, postpone, takeSent } from "../../../../core/foundation/store/outbox-store.ts";
import { moveReseal, reseal } from "../../../../core/foundation/store/reseal-store.ts";
import { closeReview, openReview, openReviewOnce } from "../../../../core/foundation/store/review-store.ts";
import { writeSeenVersions } from "../../../../core/foundation/store/seen-versions-store.ts";
import type { Tables, Write } from "../../../../core/foundation/store/table.ts";
import { post } from "../../../../core/money/store/ledger-store.ts";
import type { Plan } from "../../../../core/redemptions/domain/plan.ts";
import type { Redemption } from "../../../../core/redemptions/domain/redemption.ts";
import { recordEvent, recordExpiry, recordSend } from "../../../../core/redemptions/store/attempt-store.ts";
import { addItem, openBatch } from "../../../../core/redemptions/store/batch-store.ts";
import { create } from "../../../../core/redemptions/store/plan-store.ts";
import type { WriteCase } from "./write-cases.ts";

const NOW = 1_000_000_000;
const NOW_SECONDS = NOW / 1000;
const ref = { tenantId: "acme", redemptionId: "rdm-1" };
const key = { pk: "OUT#acme#rdm-1", sk: "#1" };
const redemption = { ...ref, planId: "plan-1", batchId: "batch-1", acceptedAt: 1, attempt: 1 } as Redemption;

const started: IdempotencyRecord = {
  ownerId: "acme",
  key: "key-1",
  route: "POST /v1/redemption-batches",
  requestId: "request-1",
  fingerprint: "f",
  fieldHashes: {},
  status: "IN_PROGRESS",
  leaseUntil: NOW,
  startedAt: NOW,
  expiresAt: NOW_SECONDS + 10,
};
const answer = { httpStatus: 200, verdicts: "[]", resourceId: "batch-1" };

/** The writes that a store function sends itself. */
function sentBy(send: (tables: Tables) => Promise<unknown>): Write[] {
  const writes: Write[] = [];
  const committed = { committed: true } as const;
  const recorder = {
    transact: async (all: readonly Write[]) => {
      writes.push(...all);
      return committed;
    },
  };
  void send(recorder as unknown as Tables);
  return writes;
}
const apiKey = { keyId: "K1", tenantId: "acme", scopes: [], secretHash: "", createdAt: NOW };
const [newKey, newTenant] = sentBy((tables) => registerApiKey(tables, apiKey)) as [Write, Write];

const isNew = (what: string): Pick<WriteCase, "accepts" | "refuses"> => ({
  accepts: { [`${what} that is new`]: undefined },
  refuses: { isNew: { [`${what} that is there already`]: { any: 1 } } },
});
const always = { accepts: { "a new row": undefined, "a row that is there": { any: 1 } }, refuses: {} };

const RESEAL = { keyNumber: 2, begunAt: NOW, table: "main", resealed: 3, unopened: 0, updatedAt: NOW } as const;

const event = { ...ref, type: "redemption.succeeded", resourceId: "rdm-1", resourceVersion: 1, at: NOW } as const;

export const OTHER_WRITES: WriteCase[] = [
  { write: eventPut(event, {}), ...isNew("an event") },
  {
    write: record({ ...started, status: "DONE" }, NOW),
    accepts: {
      "a key that was never used": undefined,
      "a key whose 24 h are over this very second, though TTL has not deleted it": { expiresAt: NOW_SECONDS },
    },
    refuses: { isNewOrExpired: { "a key that counts for another second": { expiresAt: NOW_SECONDS + 1 } } },
  },
  {
    write: record({ ...started, status: "DONE" }, NOW, { ...started, status: "LOST" }),
    accepts: {
      "a key whose answer was lost": { ...started, status: "LOST" },
      "a key that has expired meanwhile": { ...started, status: "DONE", expiresAt: NOW_SECONDS },
    },
    refuses: {
      isLostOrExpired: {
        "a key that has answered again": { ...started, status: "DONE" },
        "a key that another has taken since": { ...started, status: "LOST", requestId: "request-2" },
      },
    },
  },
  {
    write: lose(started, NOW_SECONDS + 60),
    accepts: { "an answer": { ...started, status: "DONE" }, "a batch that has stopped in the middle": { ...started } },
    refuses: {
      isKept: { "one that is lost already": { ...started, status: "LOST" } },
      sameRequest: { "one that has been given since": { ...started, status: "DONE", requestId: "request-2" } },
    },
  },
  {
    write: resume(started, NOW + 5),
    accepts: { "a batch that stopped in the middle": { ...started } },
    refuses: {
      inProgress: { "a batch that is done": { ...started, status: "DONE" } },
      sameRequest: { "a key that another request has taken after its expiry": { ...started, requestId: "request-2" } },
      leaseAsSeen: { "a batch that another retry resumes": { ...started, leaseUntil: NOW + 1 } },
    },
  },
  {
    write: complete(started, answer),
    accepts: { "the batch of this request": { ...started } },
    refuses: {
      inProgress: { "a batch that is done": { ...started, status: "DONE" } },
      sameRequest: { "a key that another request has taken after its expiry": { ...started, requestId: "request-2" } },
      leaseIsMine: { "a batch that a retry has resumed meanwhile": { ...started, leaseUntil: NOW + 1 } },
    },
  },
  {
    write: recordSend(redemption, "acc-1", NOW),
    accepts: { "an attempt's first send": undefined, "a resend into the same account": { accountId: "acc-1" } },
    refuses: { sameAccount: { "a resend into another account": { accountId: "acc-2" } } },
  },
  {
    write: recordExpiry(redemption, NOW),
    accepts: { "an attempt that was never sent": undefined },
    refuses: { neverSent: { "an attempt that was sent": { accountId: "acc-1" } } },
  },
  {
    write: recordEvent({ ...ref, attempt: 1 }, { at: NOW, event: "unknown" }),
    accepts: { "an attempt that was sent": { accountId: "acc-1" } },
    refuses: { wasSent: { "an attempt that was never sent": undefined } },
  },
  { write: announce({ queue: "redemptions", body: ref }, "r", "1", NOW), ...isNew("a message") },
  {
    write: takeSent(key),
    accepts: { "a row that is due": { duePk: "OUT#1", dueAt: 1 } },
    refuses: { isUnsent: { "a row that was sent": { sentAt: 1 }, "a row that is gone": undefined } },
  },
  {
    write: postpone("outbox", { ...key, dueAt: 5 }, NOW),
    accepts: { "a row that is due as it was": { duePk: "OUT#1", dueAt: 5 } },
    refuses: {
      dueAsSeen: { "a row that another sweep has taken": { dueAt: 6 }, "a row that was sent": { sentAt: 1 } },
    },
  },
  {
    write: moveAuditor(undefined, NOW),
    accepts: { "a place that nobody has taken": undefined },
    refuses: { placeAsSeen: { "one that another run has begun": { auditedToMs: NOW } } },
  },
  {
    write: moveAuditor({ auditedToMs: NOW }, NOW + 5),
    accepts: { "a place as it was": { auditedToMs: NOW } },
    refuses: { placeAsSeen: { "one that another run has moved": { auditedToMs: NOW + 1 } } },
  },
  {
    write: moveReseal(undefined, RESEAL),
    accepts: { "a place that nobody has taken": undefined },
    refuses: { placeAsSeen: { "one that another run has begun": { moves: 1 } } },
  },
  {
    write: moveReseal({ ...RESEAL, after: key, moves: 4 }, { ...RESEAL, table: "transient" }),
    accepts: { "a place as it was": { moves: 4, after: key } },
    refuses: { placeAsSeen: { "one that another run has moved": { moves: 5 } } },
  },
  {
    write: writeSeenVersions("pepper", undefined, { 1: "a" }),
    accepts: { "a secret that was never looked at": undefined },
    refuses: { versionsAsSeen: { "one that somebody has looked at meanwhile": { hashes: { 1: "a" } } } },
  },
  {
    write: writeSeenVersions("pepper", { 1: "a" }, { 1: "a", 2: "b" }),
    accepts: { "a row as it was": { hashes: { 1: "a" } } },
    refuses: { versionsAsSeen: { "one to which somebody has added another version": { hashes: { 1: "a", 2: "c" } } } },
  },
  {
    write: reseal("main", key, { attribute: "codeCipher", seen: Uint8Array.of(1, 7), next: Uint8Array.of(2, 9) }),
    accepts: { "a row whose sealed part is as it was": { codeCipher: Uint8Array.of(1, 7), state: "CLAIMED" } },
    refuses: {
      sealedAsSeen: {
        "one that was sealed anew meanwhile": { codeCipher: Uint8Array.of(1, 8) },
        "one that needs it no more": { state: "SUCCEEDED" },
        "one that is gone": undefined,
      },
    },
  },
  {
    write: countHour({}, { hourMs: NOW, countedTo: NOW + 5, counts: { "payment.succeeded": 1 } }),
    accepts: { "an hour of which nothing was counted": undefined },
    refuses: { partAsSeen: { "one that another sweep has begun": { countedTo: NOW + 1 } } },
  },
  {
    write: countHour({ countedTo: NOW + 5 }, { hourMs: NOW, countedTo: NOW + 9, counts: {} }),
    accepts: { "an hour as it was": { countedTo: NOW + 5 } },
    refuses: {
      partAsSeen: { "one that another sweep has gone on with": { countedTo: NOW + 6 }, "one that is gone": undefined },
    },
  },
  {
    write: takeLookUpTurn({ tenantId: "acme", subjectId: "pay-1" }, NOW),
    accepts: { "the first": undefined, "one whose turn was five seconds ago": { askedAt: NOW - 5000 } },
    refuses: { isNext: { "one whose turn was just now": { askedAt: NOW - 4999 } } },
  },
  {
    write: openReview({ tenantId: "acme", subjectId: "rdm-1", why: "unknown" }, "R1", NOW),
    accepts: { "the first review": undefined, "a review that was closed": { resolvedAt: 1 } },
    refuses: { isClosed: { "a review that is open": { statePk: "REVIEW#0", stateSk: "R0" } } },
  },
  {
    write: openReviewOnce({ tenantId: "acme", subjectId: "rev-1", why: "second charge" }, "R1", NOW),
    ...isNew("a review"),
  },
  {
    write: closeReview({ tenantId: "acme", subjectId: "rdm-1" }, NOW),
    accepts: { "a review that is open": { statePk: "REVIEW#0", stateSk: "R0" } },
    refuses: { isOpen: { "a review that was closed": { resolvedAt: 1 }, "a review that never was": undefined } },
  },
  {
    write: post({
      tenantId: "acme",
      subjectId: "r",
      entryId: "E1",
      kind: "gift-card-credit",
      attempt: 1,
      postings: [],
      createdAt: NOW,
    }),
    ...isNew("a ledger row"),
  },
  {
    write: audit(key, { auditId: "A1", by: "K1", action: "released", reason: "why", at: NOW }),
    ...isNew("an audit row"),
  },
  { write: create({ tenantId: "acme", planId: "plan-1", stateSk: "01" } as Plan), ...isNew("a plan") },
  {
    write: openBatch({ tenantId: "acme", batchId: "b", planId: "p", mode: "partial", createdAt: NOW }),
    accepts: { "a batch that is new": undefined, "a batch that is sent again": { planId: "p", mode: "partial" } },
    refuses: {
      samePlan: { "a batch of another plan": { planId: "q", mode: "partial" } },
      sameMode: { "a batch in another mode": { planId: "p", mode: "atomic" } },
    },
  },
  { write: addItem({ tenantId: "acme", batchId: "b", redemptionId: "rdm-1" }, NOW), ...always },
  {
    write: newKey,
    accepts: { "a key id that is new": undefined },
    refuses: { new: { "a key id that is taken": { keyId: "K1" } } },
  },
  { write: newTenant, ...always },
];
