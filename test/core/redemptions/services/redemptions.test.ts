import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { findByKey } from "../../../../core/foundation/services/idempotency.ts";
import type { RedemptionState } from "../../../../core/redemptions/domain/redemption.ts";
import type { Behaviour } from "../../../support/scripted-exchange.ts";
import { Crash, World } from "../../../support/world.ts";
import { bodyOf, CODE, redemptionRow, submit, work } from "./submitting.ts";

let world: World;
let planId: string;
async function begin(behaviour: Behaviour = "ok", limits = {}) {
  world = await World.create({ behaviour: () => behaviour, limits });
  planId = await world.plan();
  await world.account();
}
beforeEach(() => begin());
afterEach(() => world.drop());

test("a new code is accepted with its own id, batch, last four characters and time", async () => {
  const answer = await submit(world, { planId, reference: "order 7" });
  expect(answer.httpStatus).toBe(202);
  expect(answer.body).toMatchObject({
    redemptionId: expect.stringMatching(/^rdm_acme_[0-9A-HJKMNP-TV-Z]{26}$/),
    batchId: expect.stringMatching(/^bat_acme_/),
    status: "ACCEPTED",
    reference: "order 7",
    last4: "5678",
    attempt: 1,
    isIdempotent: false,
    processedAt: "2026-03-01T12:00:00.000Z",
  });
  expect(await world.rows("OUT#", "")).toHaveLength(1);
});

test("the same key replays the first answer byte for byte, whatever happened since", async () => {
  const first = await submit(world, { planId, batchId: "batch-1" }, "key-1");
  await world.settle();
  const again = await submit(world, { planId, batchId: "batch-1" }, "key-1");
  expect(again.replayed).toBe(true);
  expect(again.httpStatus).toBe(first.httpStatus);
  expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
});

test.each([
  ["/code", { code: "TEST-1234-5679" }],
  ["/batchId", { batchId: "batch-2" }],
  ["/reference", { reference: "other" }],
  ["/planId", { planId: "pln_acme_00000000000000000000000000" }],
])("the same key with another %s is refused and names that field, not its value", async (pointer, other) => {
  const body = { planId, batchId: "batch-1", reference: "first" };
  await submit(world, body, "key-1");
  const before = world.requests.length;
  await expect(submit(world, { ...body, ...other }, "key-1")).rejects.toMatchObject({
    code: "idempotency-key-reused",
    errors: [{ pointer, detail: "differs from the first request under this key" }],
  });
  expect(world.requests.length).toBeGreaterThan(before);
  expect(await world.rows("RDM#")).toHaveLength(1);
});

test("a field that is missing in the second request is named, too", async () => {
  await submit(world, { planId, batchId: "batch-1", reference: "first" }, "key-1");
  const attempt = submit(world, { planId, batchId: "batch-1" }, "key-1");
  await expect(attempt).rejects.toMatchObject({ errors: [{ pointer: "/reference" }] });
});

test("the same key on another route, and another owner's, are other keys", async () => {
  await submit(world, { planId, batchId: "batch-1" }, "key-1");
  await world.plan();
  const input = { planId, batchId: "batch-1", code: CODE };
  const { submitRedemption } = await import("../../../../core/redemptions/services/redemptions.ts");
  const other = { ...world.request("POST /v1/redemptions", input, "key-1"), ownerId: "globex" };
  expect((await submitRedemption(world.deps, other, "acme", input)).replayed).toBeUndefined();
});

test("a key counts for 24 h to the second, then it is a new request", async () => {
  await submit(world, { planId, batchId: "batch-1" }, "key-1");
  world.nowMs += CONTRACT.idempotencyTtlMs - 1000;
  expect((await submit(world, { planId, batchId: "batch-1" }, "key-1")).replayed).toBe(true);
  world.nowMs += 1000;
  const late = await submit(world, { planId, batchId: "batch-1" }, "key-1");
  expect(late.replayed).toBeUndefined();
  // Business uniqueness outlives the key: the code is not redeemed a second time.
  expect(late.body).toMatchObject({ isIdempotent: true });
});

test("an unknown plan is refused and not stored under the key", async () => {
  const missing = { planId: "pln_acme_00000000000000000000000000" };
  await expect(submit(world, missing, "key-1")).rejects.toMatchObject({
    code: "plan-not-found",
    errors: [{ pointer: "/planId" }],
  });
  expect(await findByKey(world.deps, "acme", "key-1")).toEqual({ items: [] });
  expect((await submit(world, { planId }, "key-1")).httpStatus).toBe(202);
});

test("another tenant's plan does not exist", async () => {
  const { submitRedemption } = await import("../../../../core/redemptions/services/redemptions.ts");
  const body = { planId, code: CODE };
  const attempt = submitRedemption(world.deps, world.request("POST /v1/redemptions", body), "globex", body);
  await expect(attempt).rejects.toMatchObject({ code: "plan-not-found" });
});

/** How a redemption of CODE comes to stand in each state: by crashes of its worker and answers of its exchange. */
const JOURNEYS: Record<RedemptionState, () => Promise<unknown>> = {
  ACCEPTED: async () => {},
  CLAIMED: () => dieAfter(0),
  SENDING: () => dieAfter(2),
  UNKNOWN: () => work(world),
  SUCCEEDED: () => work(world),
  FAILED: () => work(world),
  NEEDS_REVIEW: () => world.settle(),
};
const BEHAVIOURS: Partial<Record<RedemptionState, Behaviour>> = {
  UNKNOWN: "reply-lost",
  FAILED: "declined",
  NEEDS_REVIEW: "never",
};

async function dieAfter(step: number) {
  world.crashAt(step, "after");
  await expect(work(world)).rejects.toBeInstanceOf(Crash);
  world.revive();
}

const SAME = { batchId: "batch-1" };
const OTHER = { batchId: "batch-2" };
/** State -> [same batch, other batch]: HTTP status and `isIdempotent`, or the refusal and what it waits for. */
const TABLE: Record<RedemptionState, [same: string, other: string]> = {
  ACCEPTED: ["200 existing", "redemption-in-progress, wait: redemption"],
  CLAIMED: ["200 existing", "redemption-in-progress, wait: redemption"],
  SENDING: ["200 existing", "redemption-in-progress, wait: redemption"],
  UNKNOWN: ["200 existing", "redemption-in-progress, wait: redemption"],
  SUCCEEDED: ["200 existing", "409 already-redeemed"],
  FAILED: ["202 new", "202 new"],
  NEEDS_REVIEW: ["200 existing", "redemption-needs-review, wait: review"],
};

async function answered(input: { batchId: string; planId: string }, key: string): Promise<string> {
  try {
    const { httpStatus, body } = await submit(world, input, key);
    const { code, isIdempotent } = body as { code?: string; isIdempotent?: boolean };
    return `${httpStatus} ${code ?? (isIdempotent ? "existing" : "new")}`;
  } catch (error) {
    const { code, wait } = error as { code: string; wait?: { waitFor: string } };
    return `${code}, wait: ${wait?.waitFor}`;
  }
}

describe.each(Object.keys(TABLE) as RedemptionState[])("a code that is %s", (state) => {
  beforeEach(async () => {
    await world.drop();
    await begin(BEHAVIOURS[state]);
    await submit(world, { planId, ...SAME });
    await JOURNEYS[state]();
    expect((await redemptionRow(world)).state).toBe(state);
  });

  test.each([
    ["in the same batch", SAME, 0],
    ["in another batch", OTHER, 1],
  ] as const)("submitted again %s", async (_where, batch, column) => {
    const input = { planId, ...batch };
    const expected = TABLE[state][column];
    expect(await answered(input, "key-2")).toBe(expected);
    const isStored = !expected.includes("wait");
    expect((await findByKey(world.deps, "acme", "key-2")).items).toHaveLength(isStored ? 1 : 0);
    // A stored answer stays what it is, for good.
    await world.settle();
    if (isStored) expect(await answered(input, "key-2")).toBe(expected);
    expect(await world.rows("RDM#")).toHaveLength(1);
  });
});

test("a code under way in this batch for another plan is refused for good", async () => {
  const otherPlan = await world.plan();
  await submit(world, { planId, ...SAME });
  expect(await answered({ planId: otherPlan, ...SAME }, "key-2")).toBe("409 redemption-differs");
});

test("a refusal that may pass tells when to come back, and the same key is tried anew then", async () => {
  await submit(world, { planId, ...SAME });
  await expect(submit(world, { planId, ...OTHER }, "key-2")).rejects.toMatchObject({ wait: { retryAfterMs: 5000 } });
  await world.settle();
  expect(await answered({ planId, ...OTHER }, "key-2")).toBe("409 already-redeemed");
});

test("a definitively refused code is tried five times, each time with a provider key of its own; the sixth is refused", async () => {
  await world.drop();
  await begin("declined");
  for (let attempt = 1; attempt <= CONTRACT.attemptsMax; attempt++) {
    const answer = await submit(world, { planId, batchId: `batch-${attempt}` });
    expect(bodyOf(answer)).toMatchObject({ attempt, isIdempotent: false, status: "ACCEPTED" });
    await world.settle();
  }
  expect(new Set(world.exchange.calls).size).toBe(CONTRACT.attemptsMax);
  expect(await answered({ planId, batchId: "batch-6" }, "key-6")).toBe("409 attempts-exhausted");
  expect(await answered({ planId, batchId: "batch-6" }, "key-6")).toBe("409 attempts-exhausted");
  expect((await redemptionRow(world)).attempt).toBe(CONTRACT.attemptsMax);
});
