import { describe, expect, test } from "@jest/globals";
import { findViolations } from "../../../invariants/find-violations.ts";
import type { ClientCall, Row } from "../../../invariants/snapshot.ts";

const CACHE_MS = 60_000;
const SKEW_MS = 1_000;
const STOPPED_AT = 1_000_000;
/** When an operator had the answer. */
const KNOWN_AT = STOPPED_AT + 80;
const SAFE_AT = KNOWN_AT + CACHE_MS;
const ROUTE = "POST /v1/plans";

const moved = (at: number, action: string): Row => ({ pk: "TENANT#acme", sk: `AUDIT#${at}`, action, at, by: "OP" });
const told = (at: number, status: string, receivedAt: number): ClientCall => ({
  ...{ owner: "platform", route: "POST /v1/merchants/{id}/suspend", key: `word-${receivedAt}`, fingerprint: "word" },
  ...{ sentAt: at - 20, receivedAt, status: 200 },
  body: JSON.stringify({ merchantId: "acme", status, updatedAt: new Date(at).toISOString() }),
});
const asked = (sentAt: number, change: Partial<ClientCall> = {}): ClientCall => ({
  ...{ owner: "acme", route: ROUTE, key: "late", fingerprint: "late", sentAt, receivedAt: sentAt + 40, status: 201 },
  ...{ body: "{}", ...change },
});
const recorded = (startedAt: number): Row => ({
  ...{ pk: "IDEM#acme#late", sk: ROUTE, ownerId: "acme", route: ROUTE, key: "late", fingerprint: "late", startedAt },
  ...{ status: "DONE", httpStatus: 201, body: "{}" },
});

interface History {
  moves?: Row[];
  calls?: ClientCall[];
  transient?: Row[];
}

/** What I27 says of a merchant that was suspended. */
function found({ moves = [], calls = [], transient = [] }: History, isKnown = true): string[] {
  const head = { pk: "TENANT#acme", sk: "HEAD", tenantId: "acme", status: "SUSPENDED", createdAt: 1 };
  const main = [head, moved(STOPPED_AT, "merchant suspended"), ...moves];
  const words = isKnown ? [told(STOPPED_AT, "SUSPENDED", KNOWN_AT + 500), told(STOPPED_AT, "SUSPENDED", KNOWN_AT)] : [];
  const snapshot = { main, transient, effects: { exchange: [], channel: [] }, calls: [...words, ...calls] };
  return findViolations(snapshot, { access: { cacheMs: CACHE_MS, skewMs: SKEW_MS } })
    .filter(({ invariant }) => invariant === "I27")
    .map(({ subject }) => subject);
}

const SUBJECT = "acme POST /v1/plans late";
const back = (at: number) => moved(at, "merchant activated");

test.each<[string, History]>([
  [
    "a request that was accepted when no process could take its merchant for ACTIVE any more",
    { calls: [asked(SAFE_AT)] },
  ],
  ["a replay that was answered", { calls: [asked(SAFE_AT + 5, { replayed: true, status: 200 })] }],
  [
    "one that was answered before its merchant was ACTIVE again",
    { calls: [asked(SAFE_AT)], moves: [back(SAFE_AT + 3_000)] },
  ],
  [
    "one that was accepted, and its answer lost",
    { calls: [asked(SAFE_AT, { status: undefined } as never)], transient: [recorded(SAFE_AT + 20)] },
  ],
  [
    "one of a merchant that was never let in",
    {
      moves: [moved(10, "merchant created")],
      calls: [told(10, "PENDING", 30), asked(30 + CACHE_MS, { receivedAt: 30 + CACHE_MS + 5 })],
    },
  ],
])("I27 finds %s", (_what, history) => {
  expect(found(history)).toEqual([SUBJECT]);
});

test.each<[string, History]>([
  ["what began while a process might believe what it had read", { calls: [asked(SAFE_AT - 1)] }],
  ["what was refused", { calls: [asked(SAFE_AT, { status: 403 })] }],
  ["a read", { calls: [asked(SAFE_AT, { route: "GET /v1/plans/{id}", status: 200 })] }],
  ["a preview", { calls: [asked(SAFE_AT, { route: "POST /v1/orders/preview", status: 200 })] }],
  ["a look at a code", { calls: [asked(SAFE_AT, { route: "POST /v1/codes/lookup", status: 200 })] }],
  ["an operator's change of what is the merchant's", { calls: [asked(SAFE_AT, { owner: "platform" })] }],
  ["another merchant's", { calls: [asked(SAFE_AT, { owner: "globex" })] }],
  [
    "one that was answered when its merchant was ACTIVE again",
    { calls: [asked(SAFE_AT)], moves: [back(SAFE_AT + 40)] },
  ],
  [
    "a merchant whose clocks say that it was ACTIVE again before",
    { calls: [asked(SAFE_AT)], moves: [back(STOPPED_AT - 1_500)] },
  ],
  [
    "a key that was used before",
    { calls: [asked(SAFE_AT - 1), asked(SAFE_AT, { status: 403 })], transient: [recorded(SAFE_AT - 1)] },
  ],
])("I27 leaves alone %s", (_what, history) => {
  expect(found(history)).toEqual([]);
});

test("I27 says nothing of a stop that nobody was told of, for it may have happened later than its row says", () => {
  expect(found({ calls: [asked(SAFE_AT)] }, false)).toEqual([]);
});

describe("money in a wallet of a merchant that is CLOSED", () => {
  const about = (wallet: object, review: object = {}, status = "CLOSED") => {
    const main = [
      { pk: "TENANT#acme", sk: "HEAD", tenantId: "acme", status, createdAt: 1 },
      { pk: "WALLET#acme#USD", sk: "HEAD", tenantId: "acme", currency: "USD", available: 0, frozen: 0, ...wallet },
      { pk: "REVIEW#acme#r", sk: "HEAD", tenantId: "acme", subjectId: "r", why: "merchant-closed", ...review },
    ];
    return findViolations({ main, transient: [], effects: { exchange: [], channel: [] }, calls: [] })
      .filter(({ invariant }) => invariant === "I27")
      .map(({ subject }) => subject);
  };

  test.each([
    ["of which nobody is told", { available: 1 }, { why: "second charge" }],
    ["that is frozen", { frozen: 1 }, { why: "other-amount" }],
    ["while another merchant's is looked at", { available: 1 }, { tenantId: "globex" }],
  ])("I27 finds it, %s", (_how, wallet, review) => {
    expect(about(wallet, review)).toEqual(["acme"]);
  });

  test("I27 leaves it alone once a person is asked, when there is none, and of any other merchant", () => {
    expect(about({ available: 1 })).toEqual([]);
    expect(about({}, { why: "second charge" })).toEqual([]);
    expect(about({ available: 1 }, { why: "second charge" }, "SUSPENDED")).toEqual([]);
  });
});
