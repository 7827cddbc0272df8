import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { SANDBOX_ROUTES } from "../../../contract/routes/sandbox.ts";
import "../../support/silent.ts";
import { randomBytes } from "node:crypto";
import { createApiKey } from "../../../core/access/services/api-keys.ts";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { Tables } from "../../../core/foundation/store/table.ts";
import type { PayoutCall } from "../../../core/withdrawals/domain/payout-provider.ts";
import { makeSandboxPayouts, sandboxPayoutWebhooks } from "../../../core/withdrawals/payouts/sandbox.ts";
import { api } from "../../../lambdas/middleware/api.ts";
import { ChannelStore } from "../../../sandbox/channel/store.ts";
import { type PayoutSandboxDeps, payoutRoutes } from "../../../sandbox/payouts/routes.ts";
import { PayoutStore } from "../../../sandbox/payouts/store.ts";
import { createTables } from "../../support/engine.ts";
import { startMerchant } from "../channel/handler-world.ts";
import { serve } from "../exchange/handler-server.ts";
import { createSandboxStore } from "../sandbox-table.ts";

const SECRET = "a".repeat(64);
const AMOUNT = { amount: 970, currency: "USD" };
let now = 1_700_000_000_000;
let made = 0;
let world: Awaited<ReturnType<typeof start>>;

/** The sandbox payout provider behind HTTP with a clock of the test's, and a server that collects its webhooks. */
async function start() {
  const clock = () => now;
  const sandbox = await createSandboxStore();
  const { drop, ...names } = await createTables();
  const tables = new Tables({ ...names, fraction: () => 0, pause: async () => undefined });
  const nothing = () => undefined;
  const deps: PayoutSandboxDeps = {
    tables,
    limits: LIMITS.demo,
    clock,
    metrics: { count: nothing, gauge: nothing },
    log: { note: nothing, info: nothing, warn: nothing, error: nothing },
    store: new ChannelStore(sandbox.table),
    payouts: new PayoutStore(sandbox.table),
    wait: async (ms) => {
      now += ms;
    },
    secrets: [SECRET],
    url: "",
    payoutsUrl: "",
  };
  const keyOf = async (tenantId: string | undefined, scope: "operator" | "withdrawals") =>
    (await createApiKey({ tables, clock, randomBytes }, { tenantId, scopes: [scope] })).apiKey;
  const keys = { operator: await keyOf(undefined, "operator"), tenant: await keyOf("acme", "withdrawals") };
  const served = await serve(
    api(SANDBOX_ROUTES, payoutRoutes, async () => deps),
    payoutRoutes.map(({ key }) => key),
  );
  deps.payoutsUrl = `${served.url}/_sandbox/payouts`;
  const merchant = await startMerchant(() => 200);
  const notifyUrl = `${merchant.merchantUrl}/v1/webhooks/payouts-sandbox`;
  const open = (secret: string) =>
    makeSandboxPayouts({ baseUrl: deps.payoutsUrl, secret, callTimeoutMs: 5000, clock, notifyUrl });
  return {
    ...{ deps, keys, merchant, open, provider: open(SECRET), url: deps.payoutsUrl },
    stop: async () => {
      await served.stop();
      await merchant.stopMerchant();
      sandbox.stop();
      await drop();
    },
  };
}

beforeAll(async () => {
  world = await start();
});
afterAll(() => world.stop());

function callOf(account: string, change: Partial<PayoutCall> = {}): PayoutCall {
  const withdrawalId = `wdr_acme_${String(++made).padStart(26, "0")}`;
  return { withdrawalId, withdrawalNo: `W-${made}`, net: AMOUNT, account, timeoutMs: 5000, ...change };
}
const effectsOf = async (withdrawalId: string) =>
  (await world.deps.payouts.listEffects(now, 1000)).rows
    .filter((effect) => effect.withdrawalId === withdrawalId)
    .map(({ kind, amount }) => `${kind} ${amount}`)
    .sort();
/** What it has told of a payout, verified. */
const toldOf = (withdrawalId: string) =>
  world.merchant.webhooks.flatMap(({ body, signature = "" }) => {
    const config = { provider: "sandbox" as const, baseUrl: "", secret: SECRET, webhookSecrets: [SECRET] };
    const verdict = sandboxPayoutWebhooks.verify({ headers: { "sandbox-signature": signature }, body }, config, now);
    if (verdict.kind !== "event") throw new Error(verdict.kind);
    return verdict.event.withdrawalId === withdrawalId ? [verdict.event] : [];
  });

describe("an account", () => {
  const unknown = (reason: string) => ({ outcome: "unknown", reason });
  const declined = { outcome: "declined", reason: "refused" };
  const cases: [account: string, pay: object, query: object, effects: string[]][] = [
    ["pd_ok", { outcome: "paid" }, { outcome: "paid" }, ["payout 970"]],
    ["pd_slow", unknown("pending"), { outcome: "paid" }, ["payout 970"]],
    ["pd_500_once", unknown("server-error"), { outcome: "not-found" }, []],
    ["pd_timeout_then_ok", unknown("server-error"), { outcome: "paid" }, ["payout 970"]],
    ["pd_declined", declined, declined, []],
    ["pd_timeout_then_declined", unknown("server-error"), declined, []],
    ["pd_unknown_forever", unknown("server-error"), unknown("server-error"), []],
    ["pd_returned", { outcome: "paid" }, { outcome: "paid" }, ["payout 970", "return 970"]],
    ["pd_twice_told", { outcome: "paid" }, { outcome: "paid" }, ["payout 970"]],
    ["nobody", declined, declined, []],
  ];
  test.each(cases)("%s answers as it is documented, and does what it says", async (account, paid, queried, effects) => {
    const call = callOf(account);
    expect(await world.provider.pay(call)).toMatchObject(paid);
    now += 5000;
    expect(await world.provider.query(call)).toMatchObject(queried);
    expect(await effectsOf(call.withdrawalId)).toEqual(effects);
  });

  test("pd_500_once pays at the second call, and once", async () => {
    const call = callOf("pd_500_once");
    await world.provider.pay(call);
    expect(await world.provider.pay(call)).toMatchObject({ outcome: "paid" });
    expect(await world.provider.pay(call)).toMatchObject({ outcome: "paid" });
    expect(await effectsOf(call.withdrawalId)).toEqual(["payout 970"]);
  });

  test("pd_slow shows no effect before its time", async () => {
    const call = callOf("pd_slow");
    // Its webhook is handed over to a call of its own, which waits: here that moves the clock.
    const before = now;
    await world.provider.pay(call);
    expect((await world.deps.payouts.listEffects(before, 10)).rows.map((each) => each.withdrawalId)).not.toContain(
      call.withdrawalId,
    );
  });
});

describe("a key", () => {
  test("that comes twenty times at once pays once", async () => {
    const call = callOf("pd_ok");
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.provider.pay(call)));
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(["paid"]));
    expect(await effectsOf(call.withdrawalId)).toEqual(["payout 970"]);
  });

  test("that comes with another content is refused, which is no answer about the payout", async () => {
    const call = callOf("pd_ok");
    await world.provider.pay(call);
    for (const change of [{ net: { amount: 971, currency: "USD" } }, { account: "pd_slow" }, { holder: "Ada" }])
      expect(await world.provider.pay({ ...call, ...change })).toEqual({
        outcome: "unknown",
        reason: "request-refused",
      });
    expect(await effectsOf(call.withdrawalId)).toEqual(["payout 970"]);
  });

  test("that comes again after it was forgotten pays again: it is up to its sender not to do that", async () => {
    const call = callOf("pd_ok");
    const first = await world.provider.pay(call);
    now += LIMITS.demo.withdrawal.keyRetentionMs.sandbox + 1;
    const second = await world.provider.pay(call);
    expect(second).toMatchObject({ outcome: "paid" });
    expect(second).not.toEqual(first);
    expect(await effectsOf(call.withdrawalId)).toEqual(["payout 970", "payout 970"]);
  });
});

describe("webhooks", () => {
  test("pd_twice_told tells three times, the first time before it answers", async () => {
    const call = callOf("pd_twice_told");
    const seen: number[] = [];
    await world.provider.pay(call);
    seen.push(toldOf(call.withdrawalId).length);
    expect(seen[0]).toBeGreaterThan(0);
    now += 10_000;
    await world.provider.query(call);
    const events = toldOf(call.withdrawalId);
    expect(events.map(({ type }) => type)).toEqual(["paid", "paid", "paid"]);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(3);
  });

  test("pd_returned tells of its payout, then of its return, with a number of its own", async () => {
    const call = callOf("pd_returned");
    const paid = await world.provider.pay(call);
    now += 10_000;
    await world.provider.query(call);
    const reference = paid.outcome === "paid" ? paid.providerReference : "";
    expect(toldOf(call.withdrawalId)).toMatchObject([
      { type: "paid", amount: AMOUNT, providerReference: reference },
      { type: "returned", returns: [{ amount: AMOUNT }], providerReference: reference },
    ]);
  });
});

describe("who asks", () => {
  test("without the secret is refused", async () => {
    const call = callOf("pd_ok");
    expect(await world.open("b".repeat(64)).pay(call)).toEqual({ outcome: "unknown", reason: "request-refused" });
    expect(await effectsOf(call.withdrawalId)).toEqual([]);
  });

  test("for a statement is told of each payout that something has moved of since then", async () => {
    now += 10_000;
    await world.provider.pay(callOf("pd_ok"));
    now += 10_000;
    const sinceMs = now;
    const [declined, returned] = [callOf("pd_declined"), callOf("pd_returned")];
    for (const call of [declined, returned]) await world.provider.pay(call);
    now += 10_000;
    const listed = await world.provider.list?.({ sinceMs, timeoutMs: 5000 });
    expect(listed).toEqual({
      outcome: "listed",
      entries: [
        {
          ...{ withdrawalId: returned.withdrawalId, net: AMOUNT, providerReference: expect.any(String) },
          returns: [{ reference: expect.any(String), amount: AMOUNT }],
        },
      ],
    });
    const refused = await world.open("b".repeat(64)).list?.({ sinceMs, timeoutMs: 5000 });
    expect(refused).toEqual({ outcome: "unknown", reason: "request-refused" });
    const strange = await world.provider.list?.({ sinceMs, timeoutMs: 5000, cursor: "x" });
    expect(strange).toEqual({ outcome: "unknown", reason: "request-refused" });
  });

  test("for the effects is an operator", async () => {
    const call = callOf("pd_ok");
    await world.provider.pay(call);
    const list = (key: string) =>
      fetch(`${world.url}/effects?limit=1`, { headers: { Authorization: `Bearer ${key}` } });
    expect((await list(world.keys.tenant)).status).toBe(403);
    const { withdrawalId, withdrawalNo } = call;
    expect(await (await list(world.keys.operator)).json()).toMatchObject({
      items: [{ kind: "payout", withdrawalId, withdrawalNo, ...AMOUNT, providerKey: withdrawalId }],
      nextCursor: expect.any(String),
    });
  });
});
