import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import { relayOutbox, sweepOutbox } from "../../../../core/foundation/services/outbox.ts";
import type { OutboxRow } from "../../../../core/foundation/store/outbox-store.ts";
import { sweepRedemptions } from "../../../../core/redemptions/services/redemption-sweep.ts";
import { Crash, World } from "../../../support/world.ts";
import { redemptionRow, refOf, submit, work } from "../../redemptions/services/submitting.ts";

let world: World;
let planId: string;
beforeEach(async () => {
  world = await World.create({ behaviour: () => "reply-lost" });
  planId = await world.plan();
  await submit(world, { planId });
});
afterEach(() => world.drop());

const outboxRows = async () => (await world.rows("OUT#", "")) as unknown as OutboxRow[];

test("the relay sends a pointer, then takes the row away", async () => {
  const rows = await outboxRows();
  await relayOutbox(world.deps, rows);
  expect(world.messages).toEqual([{ ref: refOf(world), at: world.nowMs }]);
  expect(await outboxRows()).toEqual([]);
  // A second delivery of the same record sends again, harmlessly: consumers read the row.
  await relayOutbox(world.deps, rows);
  expect(world.messages).toHaveLength(2);
  expect(await outboxRows()).toEqual([]);
});

test("a relay that dies between sending and taking away leaves the row due, and the sweeper sends it again", async () => {
  world.crashAt(0, "after");
  await expect(relayOutbox(world.deps, await outboxRows())).rejects.toBeInstanceOf(Crash);
  world.revive();
  expect(await outboxRows()).toHaveLength(1);
  expect(await sweepOutbox(world.deps)).toEqual({ resent: 0 });
  world.nowMs += world.deps.limits.sweepGraceMs;
  expect(await sweepOutbox(world.deps)).toEqual({ resent: 1 });
  expect(await outboxRows()).toEqual([]);
  expect(await sweepOutbox(world.deps)).toEqual({ resent: 0 });
});

test("sweepers that run at once send a row once between them", async () => {
  world.nowMs += world.deps.limits.sweepGraceMs;
  const swept = await Promise.all(Array.from({ length: 5 }, () => sweepOutbox(world.deps)));
  expect(swept.reduce((sum, { resent }) => sum + resent, 0)).toBe(1);
  expect(world.messages).toHaveLength(1);
});

test("a sweeper that dies after its claim leaves the row to the next sweep", async () => {
  world.nowMs += world.deps.limits.sweepGraceMs;
  world.crashAt(0, "after");
  await expect(sweepOutbox(world.deps)).rejects.toBeInstanceOf(Crash);
  world.revive();
  expect(world.messages).toEqual([]);
  world.nowMs += world.deps.limits.sweepHorizonMs;
  expect(await sweepOutbox(world.deps)).toEqual({ resent: 1 });
});

test("a row from before redemptions had a queue's name is sent like any other, by relay and sweeper", async () => {
  const [row] = await outboxRows();
  const Item = { ...row, type: "redemption.requested" } as const;
  expect(row?.type).toBe("redemptions");
  await relayOutbox(world.deps, [Item as unknown as OutboxRow]);
  await world.tables.client.send(new PutCommand({ TableName: world.tables.main, Item }));
  world.nowMs += world.deps.limits.sweepGraceMs;
  expect(await sweepOutbox(world.deps)).toEqual({ resent: 1 });
  expect(world.messages.map(({ ref }) => ref)).toEqual([refOf(world), refOf(world)]);
  expect(await outboxRows()).toEqual([]);
});

test("a redemption whose message was lost is found by the sweeper", async () => {
  await relayOutbox(world.deps, await outboxRows());
  world.messages.length = 0;
  const { sweepGraceMs, sweepHorizonMs } = world.deps.limits;
  expect(await sweepRedemptions(world.deps)).toEqual({ resent: 1 });
  // It falls due before the next sweep, so its message comes now, delayed to that moment.
  expect(world.messages).toEqual([{ ref: refOf(world), at: world.nowMs + sweepGraceMs }]);
  expect(sweepGraceMs).toBeLessThan(sweepHorizonMs);
});

test("sweepers that run at once send one message for a redemption, with the production limits", async () => {
  // The demo's leases are shorter than its sweeper's horizon: there a late sweeper may send one message more.
  world.deps.limits = LIMITS.production;
  world.nowMs += LIMITS.production.sweepGraceMs;
  const swept = await Promise.all(Array.from({ length: 5 }, () => sweepRedemptions(world.deps)));
  expect(swept.reduce((sum, { resent }) => sum + resent, 0)).toBe(1);
});

test("a redemption is due until it has ended, and not after", async () => {
  await world.account();
  const due = async () => (await world.rows("RDM#"))[0]?.dueAt !== undefined;
  expect(await due()).toBe(true);
  await work(world);
  expect((await redemptionRow(world)).state).toBe("UNKNOWN");
  expect(await due()).toBe(true);
  await world.settle();
  expect((await redemptionRow(world)).state).toBe("SUCCEEDED");
  expect(await due()).toBe(false);
  world.nowMs += 86_400_000;
  expect(await sweepRedemptions(world.deps)).toEqual({ resent: 0 });
});
