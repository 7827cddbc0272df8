import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { type ExchangeDeps, lookUpCall, redeemCard } from "../../../sandbox/exchange/calls.ts";
import { ExchangeStore } from "../../../sandbox/exchange/store.ts";
import { createSandboxStore } from "../sandbox-table.ts";

const START_MS = 1_700_000_000_000;
const HELD_MS = LIMITS.demo.exchange.callTimeoutMs + 1000;

let made: Awaited<ReturnType<typeof createSandboxStore>>;
let store: ExchangeStore;
let now = START_MS;
let waited: number[] = [];
let deps: ExchangeDeps;

beforeAll(async () => {
  made = await createSandboxStore();
  store = new ExchangeStore(made.table);
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

const account = { accountId: "acc_1", currency: "USD" };
function send(providerKey: string, code: string, changes: object = {}) {
  return redeemCard(deps, { providerKey, code, account, receivedAt: now, ...changes });
}
const lookUp = (providerKey: string) => lookUpCall(deps, providerKey);

async function effectsOf(ending: string) {
  const { rows } = await store.listEffects(now, 1000);
  return rows
    .filter(({ code }) => code.endsWith(ending))
    .map(({ code, amount, providerKey }) => ({ code, amount, providerKey }));
}

const succeeded = (providerKey: string, amount: number) => ({
  kind: "answered",
  at: expect.any(Number),
  body: {
    status: "succeeded",
    providerKey,
    amount: { amount, currency: "USD" },
    accountId: "acc_1",
    reference: expect.stringMatching(/^sbx_[0-9a-f]{20}$/),
  },
});
const declined = (providerKey: string, reason: string) => ({
  kind: "answered",
  body: { status: "declined", providerKey, reason },
});
const notFound = (providerKey: string) => ({ status: "not_found", providerKey });

describe("OK", () => {
  test("takes effect once and answers each send of one key alike", async () => {
    const first = await send("ok#1", "TEST-OK-700-k1");
    expect(first).toEqual(succeeded("ok#1", 700));
    now += 60_000;
    expect(await send("ok#1", "TEST-OK-700-k1")).toEqual(first);
    expect(await lookUp("ok#1")).toEqual(first.kind === "answered" && first.body);
    expect(await effectsOf("-k1")).toEqual([{ code: "TEST-OK-700-k1", amount: 700, providerKey: "ok#1" }]);
  });

  test("is refused as used under another key, in any way of writing", async () => {
    await send("ok#2", "TEST-OK-700-k2");
    expect(await send("ok#3", " test-ok- 700-K2")).toEqual(declined("ok#3", "code-used"));
    expect(await lookUp("ok#3")).toEqual({ status: "declined", providerKey: "ok#3", reason: "code-used" });
    expect(await effectsOf("-k2")).toHaveLength(1);
  });

  test("takes effect once when twenty sends of one key run at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send("ok#4", "TEST-OK-5-k4")));
    for (const answer of answers) expect(answer).toEqual(succeeded("ok#4", 5));
    expect(await effectsOf("-k4")).toHaveLength(1);
  });

  test("takes effect once when twenty keys race for it, and the other nineteen are refused", async () => {
    const keys = Array.from({ length: 20 }, (_, n) => `race#${n}`);
    const answers = await Promise.all(keys.map((key) => send(key, "TEST-OK-5-k5")));
    const won = keys.filter((_, n) => JSON.stringify(answers[n]).includes("succeeded"));
    expect(won).toHaveLength(1);
    expect(answers.filter((answer) => JSON.stringify(answer).includes("code-used"))).toHaveLength(19);
    expect(await effectsOf("-k5")).toEqual([{ code: "TEST-OK-5-k5", amount: 5, providerKey: won[0] }]);
  });

  test("does not take effect for a call that comes too late to be within the in-flight bound", async () => {
    expect(await send("ok#6", "TEST-OK-5-k6", { receivedAt: now - LIMITS.demo.exchange.inFlightMs })).toEqual({
      kind: "too-late",
    });
    expect(await effectsOf("-k6")).toEqual([]);
    expect(await lookUp("ok#6")).toEqual(notFound("ok#6"));
  });

  test("is done by a resend, whole, when the exchange stopped before its write", async () => {
    const stopped = {
      findCall: store.findCall.bind(store),
      findEffect: store.findEffect.bind(store),
      commit: async () => Promise.reject(new Error("killed")),
    };
    const call = { providerKey: "ok#7", code: "TEST-OK-5-k7", account, receivedAt: now };
    await expect(redeemCard({ ...deps, store: stopped as never }, call)).rejects.toThrow("killed");
    expect(await lookUp("ok#7")).toEqual(notFound("ok#7"));
    expect(await send("ok#7", "TEST-OK-5-k7")).toEqual(succeeded("ok#7", 5));
  });
});

describe("SLOW", () => {
  test("answers at its effect, two seconds after the call, and is not seen before", async () => {
    const seen: unknown[] = [];
    deps.wait = async (ms) => {
      seen.push(await lookUp("slow#1"), await effectsOf("-s1"));
      waited.push(ms);
      now += ms;
    };
    expect(await send("slow#1", "TEST-SLOW-9-s1")).toEqual(succeeded("slow#1", 9));
    expect(seen).toEqual([notFound("slow#1"), []]);
    expect(waited).toEqual([2000]);
    expect(await effectsOf("-s1")).toHaveLength(1);
  });

  test("makes a second send wait for the effect of the first", async () => {
    await send("slow#2", "TEST-SLOW-9-s2");
    now = START_MS + 500;
    waited = [];
    expect(await send("slow#2", "TEST-SLOW-9-s2")).toEqual(succeeded("slow#2", 9));
    expect(waited).toEqual([1500]);
    expect(await effectsOf("-s2")).toHaveLength(1);
  });
});

describe("REJECT and codes that are no cards", () => {
  test.each([
    ["TEST-REJECT-r1", "refused"],
    ["ABCD-1234", "code-invalid"],
    ["TEST-OK-0-r3", "code-invalid"],
  ])("%s is declined as %s, again and again, and in a lookup", async (code, reason) => {
    const key = `no#${code}`;
    expect(await send(key, code)).toEqual(declined(key, reason));
    expect(await send(key, code)).toEqual(declined(key, reason));
    expect(await send(`${key}#2`, code)).toEqual(declined(`${key}#2`, reason));
    expect(await lookUp(key)).toEqual({ status: "declined", providerKey: key, reason });
  });

  test("leave no effect, and what is no magic code is not kept in plain", async () => {
    await send("no#plain", "REAL-CARD-SECRET");
    const row = await store.findCall("no#plain");
    expect(JSON.stringify(row)).not.toContain("SECRET");
    expect(await effectsOf("SECRET")).toEqual([]);
  });
});

describe("timeouts", () => {
  test("TIMEOUT-THEN-OK takes effect at once, lets no send hear of it, and a lookup finds it", async () => {
    const silent = send("late#1", "TEST-TIMEOUT-THEN-OK-30-t1");
    expect(await silent).toEqual({ kind: "never-answered" });
    expect(waited).toEqual([HELD_MS]);
    expect(await lookUp("late#1")).toEqual(succeeded("late#1", 30).body);
    expect(await send("late#1", "TEST-TIMEOUT-THEN-OK-30-t1")).toEqual({ kind: "never-answered" });
    expect(await effectsOf("-t1")).toHaveLength(1);
  });

  test("TIMEOUT-NEVER has neither effect nor answer, and a lookup never finds it", async () => {
    for (let n = 0; n < 3; n++)
      expect(await send("never#1", "TEST-TIMEOUT-NEVER-t2")).toEqual({ kind: "never-answered" });
    expect(waited).toEqual([HELD_MS, HELD_MS, HELD_MS]);
    expect(await lookUp("never#1")).toEqual(notFound("never#1"));
    expect(await effectsOf("-t2")).toEqual([]);
  });

  test("NOKEY-TIMEOUT-THEN-OK shows its effect late and calls every other send of any key a second use", async () => {
    deps.wait = async () => undefined;
    const code = "TEST-NOKEY-TIMEOUT-THEN-OK-40-t3";
    expect(await send("nokey#1", code)).toEqual({ kind: "never-answered" });
    expect(await send("nokey#1", code)).toEqual(declined("nokey#1", "code-used"));
    expect(await lookUp("nokey#1")).toEqual(notFound("nokey#1"));
    now += 2499;
    expect(await effectsOf("-t3")).toEqual([]);
    now += 1;
    expect(await effectsOf("-t3")).toHaveLength(1);
    expect(await lookUp("nokey#1")).toEqual(succeeded("nokey#1", 40).body);
    expect(await send("nokey#1", code)).toEqual(declined("nokey#1", "code-used"));
    expect(await send("nokey#2", code)).toEqual(declined("nokey#2", "code-used"));
    expect(await effectsOf("-t3")).toHaveLength(1);
  });

  test("NOKEY-TIMEOUT-THEN-OK takes effect for one of ten sends at the same time", async () => {
    deps.wait = async () => undefined;
    const code = "TEST-NOKEY-TIMEOUT-THEN-OK-40-t5";
    const answers = await Promise.all(Array.from({ length: 10 }, () => send("nokey#4", code)));
    expect(answers.filter(({ kind }) => kind === "never-answered")).toHaveLength(1);
    expect(answers.filter((answer) => JSON.stringify(answer).includes("code-used"))).toHaveLength(9);
  });
});

describe("500-ONCE", () => {
  test("fails the first call of a key without effect, then behaves as OK", async () => {
    expect(await send("once#1", "TEST-500-ONCE-8-o1")).toEqual({ kind: "failed" });
    expect(await lookUp("once#1")).toEqual(notFound("once#1"));
    expect(await effectsOf("-o1")).toEqual([]);
    expect(await send("once#1", "TEST-500-ONCE-8-o1")).toEqual(succeeded("once#1", 8));
    expect(await send("once#1", "TEST-500-ONCE-8-o1")).toEqual(succeeded("once#1", 8));
    expect(await effectsOf("-o1")).toHaveLength(1);
  });

  test("fails exactly one of ten first calls at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => send("once#2", "TEST-500-ONCE-8-o2")));
    expect(answers.filter(({ kind }) => kind === "failed")).toHaveLength(1);
    expect(await effectsOf("-o2")).toHaveLength(1);
  });
});

describe("a provider key", () => {
  test.each([
    ["another card", { code: "TEST-OK-5-other" }],
    ["another account", { account: { accountId: "acc_2", currency: "USD" } }],
    ["another currency", { account: { accountId: "acc_1", currency: "EUR" } }],
  ])("that comes with %s is refused", async (name, changes) => {
    await send(`reuse#${name}`, `TEST-OK-5-${name}`);
    expect(await send(`reuse#${name}`, `TEST-OK-5-${name}`, changes)).toEqual({ kind: "key-reused" });
    expect(await effectsOf("-other")).toEqual([]);
  });

  test("that was never sent is not found", async () => {
    expect(await lookUp("never-sent#1")).toEqual(notFound("never-sent#1"));
  });
});
