import { afterEach, describe, expect, jest, test } from "@jest/globals";
import type { LedgerEntry } from "../../../../core/money/domain/ledger.ts";
import type { Account } from "../../../../core/redemptions/domain/account.ts";
import type { Redemption } from "../../../../core/redemptions/domain/redemption.ts";
import { submitBatch } from "../../../../core/redemptions/services/redemption-batches.ts";
import { submitRedemption } from "../../../../core/redemptions/services/redemptions.ts";
import { IS_EXHAUSTIVE } from "../../../support/exhaustive.ts";
import type { Behaviour } from "../../../support/scripted-exchange.ts";
import { Crash, World } from "../../../support/world.ts";

const CODE = "TEST-1234-5678";
/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(180_000);
let world: World;
afterEach(() => world.drop());

async function untilCrash(run: () => Promise<unknown>): Promise<void> {
  await run().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
}

async function submit(planId: string, key: string) {
  const body = { code: CODE, planId, batchId: "batch-1" };
  return submitRedemption(world.deps, world.request("POST /v1/redemptions", body, key), "acme", body);
}

/** One code, one account; the process dies at `step` and everything that it held in memory is lost. */
async function journey(behaviour: Behaviour, step: number, when: "before" | "after") {
  // One or two lookups a settle window instead of four: the same paths in fewer steps.
  const limits = { exchange: { backoffMs: 8_000, backoffMaxMs: 8_000 } };
  world = await World.create({ behaviour: () => behaviour, limits });
  const planId = await world.plan();
  await world.account();
  world.crashAt(step, when);
  await untilCrash(() => submit(planId, "key-a"));
  await untilCrash(() => world.settle());
  const crashed = world.hasCrashed;
  world.revive();
  world.messages.length = 0;
  const answer = await submit(planId, "key-a");
  await world.settle();
  return { crashed, answer, lastStep: world.steps.length };
}

async function assertAccounts(expected: { state: string; effects: number }) {
  const [redemption] = (await world.rows("RDM#")) as unknown as Redemption[];
  const [account] = (await world.rows("ACC#")) as unknown as Account[];
  const ledger = (await world.rows("LEDGER#")) as unknown as LedgerEntry[];
  expect(redemption?.state).toBe(expected.state);
  expect(redemption?.codeCipher === undefined).toBe(expected.state !== "NEEDS_REVIEW");
  expect(world.exchange.effects).toHaveLength(expected.effects);
  expect(account?.balance).toBe(1000 * expected.effects);
  expect(ledger).toHaveLength(expected.effects);
  for (const { postings } of ledger) expect(postings.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  const leased = expected.state === "NEEDS_REVIEW";
  expect(account?.status).toBe(leased ? "LOCKING" : expected.effects > 0 ? "PROCESSING" : "WAITING");
  expect(account?.leaseOwner === undefined).toBe(!leased);
  expect((await world.scan()).items.filter((item) => item.duePk !== undefined)).toEqual([]);
}

/** Its effect and its lookup show late, and a second send is called a duplicate. */
const NASTIEST: Behaviour = "no-keys-late";
/** A crash before a step is nearly one after the step before it. */
const MOMENTS = IS_EXHAUSTIVE ? (["before", "after"] as const) : (["after"] as const);

const ENDS: [Behaviour, { state: string; effects: number }][] = [
  ["ok", { state: "SUCCEEDED", effects: 1 }],
  ["reply-lost", { state: "SUCCEEDED", effects: 1 }],
  ["error-once", { state: "SUCCEEDED", effects: 1 }],
  ["no-keys-late", { state: "SUCCEEDED", effects: 1 }],
  ["declined", { state: "FAILED", effects: 0 }],
  ["never", { state: "NEEDS_REVIEW", effects: 0 }],
];

describe.each(ENDS)("an exchange that answers %s", (behaviour, expected) => {
  test("takes effect as it should when nothing fails", async () => {
    await journey(behaviour, 10_000, "before");
    await assertAccounts(expected);
  });

  if (!IS_EXHAUSTIVE && behaviour !== NASTIEST) return;

  test.each(MOMENTS)("takes effect exactly once when the process dies %s any one step", async (when) => {
    for (let step = 0; ; step++) {
      const { crashed } = await journey(behaviour, step, when);
      if (!crashed) break;
      // A retry of the definitively refused code under its first key replays and does not try again.
      await assertAccounts(expected);
      await world.drop();
    }
  });
});

test.each(MOMENTS)(
  "a batch that dies %s any one step is resumed by its retry with the answer of an unbroken run",
  async (when) => {
    const items = ["A", "B", "C"].map((reference) => ({ reference, code: `CODE-${reference}-0001` }));
    for (let step = 0; ; step++) {
      world = await World.create();
      const planId = await world.plan();
      const body = { planId, mode: "partial" as const, items, batchId: "batch-1" };
      const send = () =>
        submitBatch(world.deps, world.request("POST /v1/redemption-batches", body, "key-b"), "acme", body);
      world.crashAt(step, when);
      await untilCrash(send);
      const crashed = world.hasCrashed;
      world.revive();
      world.nowMs += world.deps.limits.batchLeaseMs + 1;
      const answer = await send();
      expect(answer.body).toMatchObject({ summary: { accepted: 3, replayed: 0, rejected: 0 } });
      expect((await send()).body).toEqual(answer.body);
      expect(await world.rows("RDM#")).toHaveLength(3);
      if (!crashed) break;
      await world.drop();
    }
  },
);
