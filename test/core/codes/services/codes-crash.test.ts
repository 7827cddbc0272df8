import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { useCode } from "../../../../core/codes/services/use-code.ts";
import type { Answer } from "../../../../core/foundation/services/deps.ts";
import { changeOffer, getOffer } from "../../../../core/orders/services/offers.ts";
import { getSubscription } from "../../../../core/orders/services/subscriptions.ts";
import { slotFor } from "../../../../core/orders/services/takes.ts";
import { findViolations } from "../../../../invariants/find-violations.ts";
import { Crash } from "../../../support/world.ts";
import { CodeWorld, merchant, outcomeOf } from "./code-world.ts";

const MOMENTS = ["before", "after"] as const;
/** What a user may hold is counted, and what there is has a slot of its own. */
const COUNTED = { onRepeat: "new", perUserLimit: 2, stock: 5 } as const;

let shop: CodeWorld;
beforeEach(async () => {
  shop = await CodeWorld.create();
});
afterEach(async () => {
  expect(findViolations(await shop.snapshot())).toEqual([]);
  await shop.world.drop();
});

type Body = Record<string, string>;

/** Dies at each step in turn; whoever comes again with the same key has one answer. Returns the answers, one a step. */
async function dyingAnywhere(
  when: "before" | "after",
  prepare: (round: number) => Promise<(key: string) => Promise<Answer>>,
): Promise<{ answer: Answer; act: (key: string) => Promise<Answer> }[]> {
  const { world } = shop;
  const answered = [];
  for (let step = 0; ; step++) {
    const act = await prepare(step);
    const key = `key-${step}`;
    const begun = world.steps.length;
    world.crashAt(step, when);
    const first = await act(key).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    // One that was refused by its rows has no moment after it; the next one has.
    const isBeyondLast = !world.hasCrashed && world.steps.length - begun <= step;
    world.revive();
    world.nowMs += 1;
    const { replayed: _once, ...answer } = await act(key);
    if (first) expect(answer).toEqual(first);
    expect(await act(key)).toEqual({ ...answer, replayed: true });
    answered.push({ answer, act });
    if (isBeyondLast) return answered;
  }
}

/** Two users of one slot: the second finds it empty, and takes from the other. */
async function lastOfASlot(round: number) {
  const names = Array.from({ length: 20 }, (_, n) => `user-${round}-${n}`);
  const [first = "", second = ""] = names.filter((name) => slotFor(name, 2, undefined) === 0);
  const { code, offerId } = await shop.oneCode({ ...COUNTED, stock: 51 }, { usesPerCode: 2 });
  const request = shop.world.request("PATCH /v1/offers/{id}", { stock: 2 }, undefined, { id: offerId });
  await changeOffer(shop.deps, request, merchant, offerId, { stock: 2 });
  await shop.use(code, first);
  return { code, offerId, userId: second };
}

const usesOf = async () => (await shop.world.rows("CODEUSE#")).length;

describe.each(MOMENTS)("a process that dies %s any one step", (when) => {
  test("uses a code once, when its request comes again", async () => {
    const answered = await dyingAnywhere(when, async (round) => {
      const { code } = await shop.oneCode(COUNTED);
      return (key) => shop.use(code, `user-${round}`, key);
    });
    for (const { answer } of answered) expect(answer).toMatchObject({ httpStatus: 201, body: { isNew: true } });
    expect(answered.length).toBeGreaterThan(1);
    expect(await usesOf()).toBe(answered.length);
  });

  test("uses a code once, when what it would have taken from is empty by now", async () => {
    const offers: string[] = [];
    const answered = await dyingAnywhere(when, async (round) => {
      const { code, offerId, userId } = await lastOfASlot(round);
      offers.push(offerId);
      return (key) => shop.use(code, userId, key);
    });
    for (const { answer } of answered) expect(answer.httpStatus).toBe(201);
    expect(answered.length).toBeGreaterThan(2);
    for (const offerId of offers)
      expect(await getOffer(shop.deps, merchant, offerId)).toMatchObject({ stock: { free: 0, used: 2 } });
  });

  test("makes one subscription longer once", async () => {
    const { campaignId, code: first } = await shop.oneCode();
    const { subscriptionId = "" } = (await shop.use(first, "alice")).body as Body;
    await shop.make(campaignId, { count: 10 });
    const codes = await shop.codes(campaignId);
    const answered = await dyingAnywhere(
      when,
      async (round) => (key) => shop.use(codes[round + 1] ?? "", "alice", key),
    );
    const { view } = await getSubscription(shop.deps, merchant, subscriptionId);
    const { endsAt } = (answered.at(-1) as { answer: Answer }).answer.body as Body;
    expect(view).toMatchObject({ version: answered.length + 1, endsAt });
  });

  test("counts a refusal once, when it was told", async () => {
    const { code: soldOut } = await shop.oneCode({ stock: 0 });
    for (const [name, code, refusal] of [
      ["guesser", "WRONG-CODE", "code-invalid"],
      ["late-comer", soldOut, "out-of-stock"],
    ] as const) {
      const answered = await dyingAnywhere(
        when,
        async (round) => (key) => shop.use(code, `${name}-${round}`, `${name}-${key}`),
      );
      for (const { answer } of answered) expect(answer.body).toMatchObject({ code: refusal });
      expect(answered.length).toBeGreaterThan(1);
    }
    const { transient } = await shop.snapshot();
    const counts = transient.filter(({ pk }) => pk.startsWith("TRY#")).map(({ count }) => count);
    expect(new Set(counts)).toEqual(new Set([1]));
  });

  test("takes a use back once, for others, when its request comes again", async () => {
    const given: { code: string; offerId: string }[] = [];
    const answered = await dyingAnywhere(when, async (round) => {
      const one = await shop.oneCode(COUNTED);
      given.push(one);
      const { codeRedemptionId = "" } = (await shop.use(one.code, `user-${round}`)).body as Body;
      return (key) => shop.reverse(codeRedemptionId, key);
    });
    expect(answered.length).toBeGreaterThan(1);
    for (const [round, { answer, act }] of answered.entries()) {
      expect(answer).toMatchObject({ httpStatus: 200, body: { status: "REVERSED" } });
      expect((await act(`another-key-${round}`)).body).toEqual(answer.body);
    }
    for (const { code, offerId } of given) {
      expect(await getOffer(shop.deps, merchant, offerId)).toMatchObject({ stock: { free: 5, used: 0 } });
      expect([await outcomeOf(shop.use(code, "next")), await outcomeOf(shop.use(code, "late"))]).toEqual([
        "201",
        "code-invalid",
      ]);
    }
  });
});

test("a use that was frozen while its retry did the work has the retry's answer", async () => {
  const { code } = await shop.oneCode(COUNTED);
  const { reached, letGo } = shop.world.holdAt(0, "before");
  const zombie = shop.use(code, "alice", "key-1");
  await reached;
  const answer = await shop.use(code, "alice", "key-1");
  letGo();
  expect(await zombie).toEqual({ ...answer, replayed: true });
  expect(await usesOf()).toBe(1);
});

test("a use that was frozen while another key used the code for the same user is told so", async () => {
  const { code } = await shop.oneCode({}, { usesPerCode: 2 });
  const { reached, letGo } = shop.world.holdAt(0, "before");
  const zombie = shop.use(code, "alice", "key-1");
  await reached;
  const { codeRedemptionId } = (await shop.use(code, "alice", "key-2")).body as Body;
  letGo();
  expect(await zombie).toMatchObject({ httpStatus: 409, body: { code: "already-used", codeRedemptionId } });
});

test.each([
  ["the last use of the code", {}, { usesPerCode: 1 }],
  ["the last of the stock", { stock: 1 }, { usesPerCode: 2 }],
  ["all that the user may hold", { onRepeat: "new", perUserLimit: 1 }, { usesPerCode: 2 }],
] as const)(
  "a use whose own twin took %s is told so, also when a third one hides it just then",
  async (_what, offer, campaign) => {
    const { code } = await shop.oneCode(offer, campaign);
    const { tables } = shop.deps;
    let codeRedemptionId: unknown;
    /** The twin has committed; of the rows that the third one is writing, DynamoDB says only that they are in use. */
    const transact = async (...[writes]: Parameters<typeof tables.transact>) => {
      if (codeRedemptionId !== undefined || !writes.some(({ name }) => name === "code.use"))
        return tables.transact(writes);
      codeRedemptionId = ((await shop.use(code, "alice")).body as Body).codeRedemptionId;
      const refused = await tables.transact(writes);
      if (refused.committed) return refused;
      const isHidden = (index: number) => writes[index]?.name === "code-use.record";
      return {
        ...refused,
        refusals: refused.refusals.map((refusal, index) => (isHidden(index) ? undefined : refusal)),
      };
    };
    const busy = new Proxy(tables, {
      get: (target, name) => {
        const value = name === "transact" ? transact : Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const input = { code, userId: "alice" };
    const request = shop.world.request("POST /v1/code-redemptions", input);
    const answer = await useCode({ ...shop.deps, tables: busy }, request, "acme", input);
    expect(answer).toMatchObject({ httpStatus: 409, body: { code: "already-used", codeRedemptionId } });
  },
);

test("a reversal that was frozen while the subscription grew takes out its own grant, and leaves the new one", async () => {
  const { campaignId, code: first } = await shop.oneCode();
  await shop.make(campaignId, { count: 1 });
  const second = (await shop.codes(campaignId))[1] ?? "";
  const { codeRedemptionId = "", subscriptionId = "" } = (await shop.use(first, "alice")).body as Body;
  const { reached, letGo } = shop.world.holdAt(0, "before");
  const zombie = shop.reverse(codeRedemptionId);
  await reached;
  const { orderId } = (await shop.use(second, "alice")).body as Body;
  letGo();
  expect(await zombie).toMatchObject({ httpStatus: 200, body: { status: "REVERSED" } });
  const { view } = await getSubscription(shop.deps, merchant, subscriptionId);
  expect(view).toMatchObject({ status: "ACTIVE", grants: [{ orderId }], endsAt: "2026-04-01T12:00:00.000Z" });
});

test("a reversal that was frozen while its twin did the work gives nothing back a second time", async () => {
  const { code, offerId } = await shop.oneCode({ stock: 5 }, { usesPerCode: 2 });
  const { codeRedemptionId = "" } = (await shop.use(code, "alice")).body as Body;
  await shop.use(code, "bob");
  const { reached, letGo } = shop.world.holdAt(0, "before");
  const zombie = shop.reverse(codeRedemptionId, "key-1");
  await reached;
  const answer = await shop.reverse(codeRedemptionId, "key-2");
  letGo();
  expect((await zombie).body).toEqual(answer.body);
  expect(await getOffer(shop.deps, merchant, offerId)).toMatchObject({ stock: { free: 4, used: 1 } });
});
