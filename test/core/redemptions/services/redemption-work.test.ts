import { afterEach, expect, jest, test } from "@jest/globals";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { workRedemption } from "../../../../core/redemptions/services/redemption-work.ts";
import { getRedemption, getTimeline } from "../../../../core/redemptions/services/redemptions.ts";
import type { Behaviour } from "../../../support/scripted-exchange.ts";
import { World } from "../../../support/world.ts";
import { CODE, everything, MERCHANT, redemptionRow, refOf, submit, work } from "./submitting.ts";

/** Five sends and the lookups between them: many requests, slow on a busy machine. */
jest.setTimeout(30_000);
let world: World;
let planId: string;
async function begin(behaviour: Behaviour = "ok", accounts = 1) {
  const limits = { exchange: { backoffMs: 8_000, backoffMaxMs: 8_000 } };
  world = await World.create({ behaviour: () => behaviour, limits });
  planId = await world.plan();
  for (let n = 0; n < accounts; n++) await world.account();
  await submit(world, { planId, batchId: "batch-1" });
}
afterEach(() => world.drop());

test("a redemption without a free account goes back into the line, later and later, and its message is not failed", async () => {
  await begin("ok", 0);
  const { backoffMs, backoffMaxMs } = world.deps.limits.yield;
  world.deps.random.fraction = () => 0.999_999;
  const waits: number[] = [];
  for (let n = 0; n < 5; n++) {
    const result = await work(world);
    if (result.kind !== "again") continue;
    waits.push(Math.round(result.delayMs));
    world.nowMs += Math.ceil(result.delayMs);
  }
  expect(waits).toEqual([1, 2, 4, 4, 4].map((factor) => Math.min(factor * backoffMs, backoffMaxMs)));
  expect(await redemptionRow(world)).toMatchObject({ state: "ACCEPTED", yields: 5, epoch: 5, sends: 0 });
  world.deps.random.fraction = () => 0;
  expect(await work(world)).toEqual({ kind: "again", delayMs: backoffMs / 2 });
});

test("a second message for one that waits ends at once: only the row's own timer comes back", async () => {
  await begin("ok", 0);
  world.deps.random.fraction = () => 0.999_999;
  for (let n = 0; n < 3; n++) {
    const result = await work(world);
    if (result.kind === "again") world.nowMs += Math.ceil(result.delayMs);
  }
  expect((await work(world)).kind).toBe("again");
  const before = await redemptionRow(world);
  for (let n = 0; n < 5; n++) expect(await work(world)).toEqual({ kind: "done" });
  expect(await redemptionRow(world)).toEqual(before);
});

test("without an account until the age limit, a redemption has failed for good, never sent", async () => {
  await begin("ok", 0);
  world.nowMs += world.deps.limits.exchange.ageMaxMs;
  const yielded = await work(world);
  expect((await redemptionRow(world)).state).toBe("ACCEPTED");
  world.nowMs += yielded.kind === "again" ? Math.ceil(yielded.delayMs) : 0;
  await work(world);
  const failed = await redemptionRow(world);
  expect([failed.state, failed.reason, failed.codeCipher]).toEqual(["FAILED", "no-account", undefined]);
  expect(world.exchange.calls).toEqual([]);
  expect((await getRedemption(world.deps, MERCHANT, failed.redemptionId)).attempts).toMatchObject([
    { attempt: 1, outcome: "FAILED", sends: 0, providerKey: null },
  ]);
  await world.account();
  await submit(world, { planId, batchId: "batch-2" });
  await world.settle();
  expect(await redemptionRow(world)).toMatchObject({ state: "SUCCEEDED", attempt: 2 });
});

test("an exchange that never answers and never knows gets five sends with one key, then a person is asked", async () => {
  await begin("never");
  await world.settle();
  const parked = await redemptionRow(world);
  expect(parked).toMatchObject({ state: "NEEDS_REVIEW", sends: CONTRACT.sendsMax });
  expect(world.exchange.calls).toEqual(Array(CONTRACT.sendsMax).fill(`${parked.redemptionId}#1`));
});

test("an attempt keeps the API key that brought it, and what workers do has none", async () => {
  await begin("ok");
  await world.settle();
  const { items } = await getTimeline(world.deps, MERCHANT, refOf(world).redemptionId);
  const [accepted, ...work] = items;
  expect(accepted).toMatchObject({ event: "accepted", by: "caller", keyId: "MERCHANT" });
  expect([...new Set(work.map(({ by, keyId }) => `${by} ${keyId}`))]).toEqual(["worker null"]);
});

test("sends of one attempt are a settle window apart", async () => {
  await begin("never");
  await world.settle();
  const { items } = await getTimeline(world.deps, MERCHANT, refOf(world).redemptionId);
  const sent = items.filter(({ event }) => event === "sent").map(({ at }) => Date.parse(at));
  const gaps = sent.slice(1).map((at, index) => at - (sent[index] ?? 0));
  expect(gaps.every((gap) => gap > world.deps.limits.exchange.settleMs)).toBe(true);
});

test("a refusal that our own earlier send may have caused is looked up, not believed", async () => {
  await begin("no-keys-late");
  await world.settle();
  expect((await redemptionRow(world)).state).toBe("SUCCEEDED");
  expect(world.exchange.effects).toHaveLength(1);
});

test.each([
  ["SUCCEEDED", "ok"],
  ["FAILED", "declined"],
  ["NEEDS_REVIEW", "never"],
] as const)("messages for a redemption that is %s change nothing", async (state, behaviour) => {
  await begin(behaviour);
  await world.settle();
  expect((await redemptionRow(world)).state).toBe(state);
  const before = await everything(world);
  for (let n = 0; n < 3; n++) expect(await work(world)).toEqual({ kind: "done" });
  expect(await everything(world)).toEqual(before);
});

test("a message that comes before its time ends, and one that is early by a timer's slack comes back", async () => {
  await begin("ok", 0);
  world.deps.random.fraction = () => 0.999_999;
  await work(world);
  await work(world);
  world.nowMs += world.deps.limits.yield.backoffMs;
  const second = await work(world);
  expect(second.kind).toBe("again");
  const before = await everything(world);
  expect(await work(world)).toEqual({ kind: "done" });
  world.nowMs += 1500;
  expect((await work(world)).kind).toBe("again");
  expect(await everything(world)).toEqual(before);
});

test("20 messages for one redemption at once send it once", async () => {
  await begin();
  await Promise.all(Array.from({ length: 20 }, () => work(world)));
  await world.settle();
  expect(world.exchange.calls).toHaveLength(1);
  expect((await redemptionRow(world)).state).toBe("SUCCEEDED");
});

test("no call starts that the function could not live to see the end of", async () => {
  await begin();
  const { callTimeoutMs } = world.deps.limits.exchange;
  const result = await workRedemption(world.deps, refOf(world), () => callTimeoutMs / 2 + 299);
  expect(result.kind).toBe("again");
  expect(world.exchange.calls).toEqual([]);
  await world.settle();
  expect(world.exchange.calls).toHaveLength(1);
});

test("when the intent has eaten the time, the call is not made, and the lookup before a resend finds nothing", async () => {
  await begin();
  const remaining = [4000, 100];
  await workRedemption(world.deps, refOf(world), () => remaining.shift() ?? 100);
  expect(world.exchange.calls).toEqual([]);
  expect(await redemptionRow(world)).toMatchObject({ state: "UNKNOWN", sends: 1 });
  await world.settle();
  expect(await redemptionRow(world)).toMatchObject({ state: "SUCCEEDED", sends: 2 });
  expect(world.exchange.effects).toHaveLength(1);
});

test("a message that points to nothing is an invariant broken, not a retry", async () => {
  await begin();
  await expect(work(world, "NO-SUCH-CODE")).rejects.toMatchObject({ name: "InvariantError" });
});

test("the exchange gets the code as it was sent, trimmed; no row ever holds it in the clear", async () => {
  await begin("never");
  const code = "  test-9999 Abcd  ";
  await submit(world, { planId, code, batchId: "batch-9" });
  const codes: string[] = [];
  const { redeem } = world.deps.exchange;
  world.deps.exchange.redeem = (call) => {
    codes.push(call.code);
    return redeem(call);
  };
  const seen: string[] = [];
  const look = async () => {
    const rows = [...(await everything(world)), ...(await idempotencyRows())];
    for (const row of rows) for (const value of Object.values(row)) seen.push(asText(value));
  };
  await look();
  await work(world, code);
  await look();
  await world.settle();
  await look();
  expect(codes).toContain(code.trim());
  const secrets = [CODE, CODE.replaceAll("-", ""), code.trim(), "test9999abcd", "TEST9999ABCD"];
  expect(seen.filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual([]);
});

async function idempotencyRows() {
  const { ScanCommand } = await import("@aws-sdk/lib-dynamodb");
  const { Items } = await world.tables.client.send(new ScanCommand({ TableName: world.tables.transient }));
  return Items ?? [];
}

/** Bytes are looked at as the text that they may hide. */
function asText(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : JSON.stringify(value);
}
