import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { NotificationSender } from "../../../../core/notifications/domain/sender.ts";
import { sentBy } from "../../../../sandbox/notifications/in-memory.ts";
import { NotificationWorld } from "../../../support/notification-world.ts";

jest.setTimeout(120_000);
let world: NotificationWorld;
beforeEach(async () => {
  world = await NotificationWorld.create({ limits: { notification: { backoffMs: 8_000, backoffMaxMs: 8_000 } } });
});
afterEach(() => world.world.drop());

const ENDS = {
  ok: ["SENT", 1],
  slow: ["SENT", 1],
  bounce: ["FAILED", 0],
  "timeout-then-ok": ["SENT", 1],
  "timeout-never": ["NEEDS_REVIEW", 0],
  "500-once": ["SENT", 1],
} as const;

test.each(Object.entries(ENDS))("%s ends as the contract says, with its effect", async (local, [state, effects]) => {
  await world.submit(world.item("k", local));
  await world.settle();
  expect(await world.read("k")).toMatchObject({ state });
  expect(world.effectsOf("k")).toBe(effects);
  // What it said is kept for a person alone.
  expect((await world.read("k"))?.sealed !== undefined).toBe(state === "NEEDS_REVIEW");
});

test.each(["ok", "bounce", "500-once", "timeout-then-ok"] as const)(
  "whoever dies at any step on the way of %s, it ends the same and reaches its receiver once at most",
  async (local) => {
    const [state, effects] = ENDS[local];
    await world.submit(world.item("plain", local));
    const before = world.world.steps.length;
    await world.settle();
    const steps = world.world.steps.length - before;
    for (let step = 0; step < steps; step++) {
      const key = `at-${step}`;
      await world.submit(world.item(key, local));
      world.world.crashAt(step, "after");
      await world.settle();
      world.world.revive();
      expect([key, (await world.read(key))?.state, world.effectsOf(key)]).toEqual([key, state, effects]);
    }
  },
);

describe("a provider without keys and lookups", () => {
  let sends: number;
  const answering = (send: NotificationSender["send"]) => {
    sends = 0;
    const port: NotificationSender = {
      send: (call) => {
        sends++;
        return send(call);
      },
      query: async () => ({ outcome: "untraceable" }),
    };
    world.sendBy(sentBy(port));
  };

  test("that gives no answer is never asked to send again: a person decides", async () => {
    answering(async () => ({ outcome: "unknown", reason: "timeout" }));
    await world.submit(world.item("k"));
    await world.settle();
    expect(await world.read("k")).toMatchObject({ state: "NEEDS_REVIEW", sends: 1 });
    expect(sends).toBe(1);
  });

  test("that has not taken it is asked again later", async () => {
    answering(async () =>
      sends < 3 ? { outcome: "not-now", reason: "throttled" } : { outcome: "sent", providerReference: "msg-1" },
    );
    await world.submit(world.item("k"));
    await world.settle();
    expect(await world.read("k")).toMatchObject({ state: "SENT", sends: 1, providerReference: "msg-1" });
    expect(sends).toBe(3);
  });

  test("that never takes it lets it fail when its time is over", async () => {
    answering(async () => ({ outcome: "not-now", reason: "throttled" }));
    await world.submit(world.item("k"));
    await world.settle();
    expect(await world.read("k")).toMatchObject({ state: "FAILED", reason: "expired" });
  });
});

test("each end is told, once and in order", async () => {
  await world.submit(world.item("sent"));
  await world.submit(world.item("failed", "bounce"));
  await world.settle();
  await world.submit(world.item("failed"));
  await world.settle();
  const { client, events } = world.world.tables;
  const { ScanCommand } = await import("@aws-sdk/lib-dynamodb");
  const { Items = [] } = await client.send(new ScanCommand({ TableName: events }));
  const told = Items.map(({ type, resourceVersion, data }) => [data.key, resourceVersion, type, data.status]).sort();
  expect(told).toEqual([
    ["failed", 1, "notification.failed", "FAILED"],
    ["failed", 2, "notification.sent", "SENT"],
    ["sent", 1, "notification.sent", "SENT"],
  ]);
});
