import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import {
  actAtDesk,
  type ChannelDeps,
  cancelCharge,
  chargePayment,
  clickOnPage,
  endEventId,
  queryCharge,
  refundPayment,
} from "../../../sandbox/channel/calls.ts";
import { ChannelStore, type Commit } from "../../../sandbox/channel/store.ts";
import { createSandboxStore } from "../sandbox-table.ts";

const START_MS = 1_700_000_000_000;
const HELD_MS = LIMITS.demo.charge.callTimeoutMs + 1000;

let made: Awaited<ReturnType<typeof createSandboxStore>>;
let store: ChannelStore;
let now = START_MS;
let waited: number[] = [];
let deps: ChannelDeps;

beforeAll(async () => {
  made = await createSandboxStore();
  store = new ChannelStore(made.table);
});
afterAll(() => made.stop());
beforeEach(() => {
  now = START_MS;
  waited = [];
  deps = {
    store,
    limits: LIMITS.demo,
    clock: () => now,
    wait: async (ms) => {
      waited.push(ms);
      now += ms;
    },
  };
});

function askedFor(paymentId: string, paymentMethod?: string) {
  const amount = { amount: 1000, currency: "USD" };
  return { providerKey: `${paymentId}#charge`, orderNo: "o", amount, paymentMethod, notifyUrl: "http://127.0.0.1:9/" };
}
const charge = (id: string, method?: string, receivedAt = now) =>
  chargePayment(deps, id, askedFor(id, method), receivedAt);
const cancel = (id: string) => cancelCharge(deps, id, `${id}#cancel`, now);
const refund = (refundId: string, paymentId: string, amount: number) =>
  refundPayment(deps, { refundId, paymentId, amount: { amount, currency: "USD" } }, now);
const times = <T>(count: number, call: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => call(n)));
const count = (answers: unknown[], word: string) =>
  answers.filter((each) => JSON.stringify(each).includes(word)).length;

async function effectsOf(paymentId: string) {
  const { rows } = await store.listEffects(now, 1000);
  return rows.filter((row) => row.paymentId === paymentId).map(({ kind, amount }) => `${kind} ${amount}`);
}

describe("at the same time", () => {
  test("twenty sends of one charge take effect once and are answered alike", async () => {
    expect(count(await times(20, () => charge("c1")), '"succeeded"')).toBe(20);
    expect(await effectsOf("c1")).toEqual(["charge 1000"]);
  });

  test("exactly two of ten sends fail for pm_500_twice", async () => {
    const answers = await times(10, () => charge("c2", "pm_500_twice"));
    expect([count(answers, '"failed"'), count(answers, '"succeeded"')]).toEqual([2, 8]);
    expect(await effectsOf("c2")).toEqual(["charge 1000"]);
  });

  test("one of twenty charges takes a key that all of them name", async () => {
    const answers = await times(20, (n) =>
      chargePayment(deps, `c3-${n}`, { ...askedFor("c3"), providerKey: "shared" }, now),
    );
    expect([count(answers, '"succeeded"'), count(answers, "key-reused")]).toEqual([1, 19]);
    const { rows } = await store.listEffects(now, 1000);
    expect(rows.filter(({ providerKey }) => providerKey === "shared")).toHaveLength(1);
  });

  test("ten charges and ten cancels leave nothing behind, whoever is first", async () => {
    for (let round = 0; round < 10; round++) {
      const id = `c4-${round}`;
      await times(20, (n): Promise<unknown> => (n % 2 ? charge(id) : cancel(id)));
      const effects = await effectsOf(id);
      expect(effects.sort()).toEqual(effects.length === 0 ? [] : ["charge 1000", "void 1000"]);
      expect(await charge(id)).toMatchObject({ state: { status: "declined" } });
    }
  });

  test("refunds and a cancel never give back more than was charged", async () => {
    await charge("c5");
    await times(20, (n): Promise<unknown> => (n === 10 ? cancel("c5") : refund(`ref5-${n}`, "c5", 300)));
    const back = (await effectsOf("c5")).filter((effect) => effect !== "charge 1000");
    expect(back.reduce((sum, effect) => sum + Number(effect.split(" ")[1]), 0)).toBe(1000);
  });

  test("twenty sends of one refund give back once", async () => {
    await charge("c6");
    expect(count(await times(20, () => refund("ref6", "c6", 400)), "declined")).toBe(0);
    expect(await effectsOf("c6")).toEqual(expect.arrayContaining(["charge 1000", "refund 400"]));
    expect(await effectsOf("c6")).toHaveLength(2);
  });

  test("the desk, refunds and a cancel never give back more than was charged, and each webhook has its event", async () => {
    await charge("c8");
    const desk = await times(20, (n): Promise<unknown> => {
      if (n === 10) return cancel("c8");
      return n % 2 ? refund(`ref8-${n}`, "c8", 300) : actAtDesk(deps, "c8", { move: "refund", amount: 150 });
    });
    const back = (await effectsOf("c8")).filter((effect) => effect !== "charge 1000");
    expect(back.reduce((sum, effect) => sum + Number(effect.split(" ")[1]), 0)).toBe(1000);
    const events = desk.map((answer) => (answer as { eventId?: string }).eventId).filter(Boolean);
    expect(new Set(events).size).toBe(back.filter((effect) => effect.startsWith("outside")).length);
  });

  test("a click and a cancel leave a payment that is given back or was never made", async () => {
    for (let round = 0; round < 10; round++) {
      const id = `c7-${round}`;
      await charge(id, "pm_action");
      await Promise.all([clickOnPage(deps, id, "paid"), cancel(id)]);
      const effects = (await effectsOf(id)).sort();
      expect([["void 0"], ["charge 1000", "void 1000"]]).toContainEqual(effects);
    }
  });
});

describe("the in-flight bound", () => {
  const LATE = LIMITS.demo.charge.inFlightMs;

  test("a call that comes too late has no effect, ever", async () => {
    expect(await charge("f1", "pm_ok", now - LATE)).toEqual({ kind: "too-late" });
    expect(await queryCharge(deps, "f1")).toEqual({ status: "not_found" });
    await charge("f2");
    expect(await cancelCharge(deps, "f2", "k", now - LATE)).toEqual({ kind: "too-late" });
    const asked = { refundId: "ref-f2", paymentId: "f2", amount: { amount: 1, currency: "USD" } };
    expect(await refundPayment(deps, asked, now - LATE)).toEqual({ kind: "too-late" });
    expect(await effectsOf("f2")).toEqual(["charge 1000"]);
  });

  test("a write gets the time that is left and no more", async () => {
    const given: number[] = [];
    const slow = {
      findCharge: store.findCharge.bind(store),
      findKeyOwner: store.findKeyOwner.bind(store),
      commit: async (_writes: Commit, withinMs: number) => {
        given.push(withinMs);
        now += 1200;
        return false;
      },
    } as unknown as ChannelStore;
    expect(await chargePayment({ ...deps, store: slow }, "f3", askedFor("f3"), now)).toEqual({ kind: "too-late" });
    expect(given).toEqual([2500, 1300, 100]);
  });

  test("a call that was killed before its write is done by the next send, whole", async () => {
    const killed = Object.create(store, { commit: { value: async () => Promise.reject(new Error("killed")) } });
    killed.findCharge = store.findCharge.bind(store);
    killed.findKeyOwner = store.findKeyOwner.bind(store);
    await expect(chargePayment({ ...deps, store: killed }, "f4", askedFor("f4"), now)).rejects.toThrow("killed");
    expect(await queryCharge(deps, "f4")).toEqual({ status: "not_found" });
    expect(await charge("f4")).toMatchObject({ state: { status: "succeeded" } });
  });

  test("a payment that never holds still is a broken rule and no endless loop", async () => {
    const overtaken = {
      findCharge: async () => undefined,
      findKeyOwner: async () => undefined,
      commit: async () => false,
    } as unknown as ChannelStore;
    await expect(chargePayment({ ...deps, store: overtaken }, "f5", askedFor("f5"), now)).rejects.toThrow("moved");
  });
});

test.each(["pm_timeout_then_ok", "pm_timeout_then_declined", "pm_unknown_forever"])(
  "%s lets no send hear of it, and is let go a second after the caller's own timeout",
  async (method) => {
    for (let n = 0; n < 2; n++) expect(await charge(method, method)).toEqual({ kind: "never-answered" });
    expect(waited).toEqual([HELD_MS, HELD_MS]);
  },
);

test("passes on a failure that is no overtaking", async () => {
  const lost = new ChannelStore(made.lost);
  await expect(lost.commit({ charge: { version: 1 } as never }, 5000)).rejects.toThrow();
  await expect(lost.claimHook({ eventId: "e", attempts: 0 } as never, null)).rejects.toThrow();
});

test("a webhook is taken by one of ten callers at a time", async () => {
  await charge("h1", "pm_action");
  await clickOnPage(deps, "h1", "paid");
  const hook = await store.findHook(endEventId("h1"));
  if (!hook) throw new Error("there is no webhook");
  const due = async (at: number) => (await store.listDueHooks(at, 100)).some(({ paymentId }) => paymentId === "h1");
  const claims = await times(10, () => store.claimHook(hook, now + 5000));
  expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
  expect(await due(now + 4999)).toBe(false);
  expect(await due(now + 5000)).toBe(true);
  await store.closeHook(hook, now);
  expect(await due(now + 5000)).toBe(false);
  expect(await store.claimHook({ ...hook, attempts: 1 }, null)).toBeUndefined();
});
