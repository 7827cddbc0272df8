import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { resolveNotification } from "../../../../core/notifications/services/notification-review.ts";
import { NotificationWorld } from "../../../support/notification-world.ts";

jest.setTimeout(60_000);
let world: NotificationWorld;
beforeEach(async () => {
  world = await NotificationWorld.create();
});
afterEach(() => world.world.drop());

const statuses = (body: { items: { status: string; error?: { code: string } }[] }) =>
  body.items.map(({ status, error }) => error?.code ?? status);

test("one alone again has its state, and with something else it differs", async () => {
  expect(await world.submit(world.item("k"))).toMatchObject({ httpStatus: 202, body: { status: "ACCEPTED" } });
  expect(await world.submit(world.item("k"))).toMatchObject({ httpStatus: 200, body: { isIdempotent: true } });
  await world.settle();
  expect(await world.submit(world.item("k"))).toMatchObject({ httpStatus: 200, body: { status: "SENT" } });
  const other = await world.submit(world.item("k", "ok", { code: "8" }));
  expect(other).toMatchObject({ httpStatus: 409, body: { code: "notification-differs" } });
  expect(world.effectsOf("k")).toBe(1);
});

test("another batch is refused while it is sent, when it was, and while a person decides", async () => {
  await world.batch("one", [world.item("a"), world.item("b", "timeout-never")]);
  const under = await world.batch("two", [world.item("a")]);
  expect(statuses(under.body)).toEqual(["notification-in-progress"]);
  await world.settle();
  const over = await world.batch("three", [world.item("a"), world.item("b", "timeout-never")]);
  expect(statuses(over.body)).toEqual(["already-sent", "notification-needs-review"]);
  expect(statuses((await world.batch("one", [world.item("a")])).body)).toEqual(["SENT"]);
});

test("what has failed is tried again in any batch, and the sixth time it is refused", async () => {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const { body } = await world.batch(`batch-${attempt}`, [world.item("k", "bounce")]);
    expect(statuses(body)).toEqual(["ACCEPTED"]);
    await world.settle();
    expect(await world.read("k")).toMatchObject({ state: "FAILED", attempt });
  }
  expect(statuses((await world.batch("last", [world.item("k", "bounce")])).body)).toEqual(["attempts-exhausted"]);
});

test("a bad item fails no other, and a repeated key shows the first one's notification", async () => {
  const items = [
    world.item("a"),
    { ...world.item("b"), templateId: "tpl_acme_none" },
    { ...world.item("c"), receiver: "ok@shop.example\r\nBcc: all@shop.example" },
    { ...world.item("d"), params: {} },
    world.item("a"),
    world.item("a", "ok", { code: "8" }),
  ];
  const first = await world.batch("mixed", items, "partial", "same-key");
  expect(statuses(first.body)).toEqual([
    "ACCEPTED",
    "template-not-found",
    "params-invalid",
    "params-invalid",
    "ACCEPTED",
    "notification-differs",
  ]);
  expect(first.body.summary).toEqual({ accepted: 1, replayed: 1, rejected: 4 });
  const again = await world.batch("mixed", items, "partial", "same-key");
  expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
  await world.settle();
  expect(world.sender.effects).toHaveLength(1);
});

test("atomic: all or none", async () => {
  const bad = { ...world.item("b"), params: { code: "7", more: "x" } };
  const refused = await world.batch("atomic", [world.item("a"), bad], "atomic");
  expect(refused).toMatchObject({ httpStatus: 409, body: { code: "batch-rejected" } });
  expect(await world.read("a")).toBeUndefined();
  const many = Array.from({ length: 25 }, (_, n) => world.item(`k-${n}`));
  const taken = await world.batch("atomic", many, "atomic");
  expect(new Set(statuses(taken.body))).toEqual(new Set(["ACCEPTED"]));
  await world.settle();
  expect(world.sender.effects).toHaveLength(25);
});

test("the same key many times at once is sent once", async () => {
  const all = Array.from({ length: 8 }, (_, n) =>
    n % 2 === 0 ? world.submit(world.item("k")) : world.batch(`batch-${n}`, [world.item("k")]),
  );
  await Promise.allSettled(all);
  await world.settle();
  expect(await world.read("k")).toMatchObject({ state: "SENT", attempt: 1 });
  expect(world.effectsOf("k")).toBe(1);
});

test("an operator's word ends a parked one, and FAILED may be submitted again", async () => {
  await world.submit(world.item("k", "timeout-never"));
  await world.settle();
  const { notificationId = "" } = (await world.read("k")) ?? {};
  const body = { resolution: "FAILED" as const, reason: "the provider has no trace of it" };
  const operator = { kind: "operator" as const, keyId: "OP-1" };
  const resolve = () =>
    resolveNotification(world.world.deps, world.world.request("resolve", body), operator, notificationId, body);
  expect(await resolve()).toMatchObject({ httpStatus: 200, body: { status: "FAILED", reason: "resolved" } });
  expect(await resolve()).toMatchObject({ httpStatus: 409, body: { code: "not-in-review" } });
  expect(await world.submit(world.item("k"))).toMatchObject({ httpStatus: 202, body: { attempt: 2 } });
  await world.settle();
  expect(world.effectsOf("k")).toBe(1);
});

test.each([
  ["SENT", "SENT"],
  ["SENT", "FAILED"],
  ["FAILED", "FAILED"],
] as const)(
  "of two people who call a parked one %s and %s in one moment one has decided, and is told of once",
  async (...resolutions) => {
    await world.submit(world.item("k", "timeout-never"));
    await world.settle();
    const { notificationId = "", state } = (await world.read("k")) ?? {};
    expect(state).toBe("NEEDS_REVIEW");
    const answers = await Promise.all(
      resolutions.map((resolution, index) => {
        const body = { resolution, reason: "as their books say it" };
        const request = world.world.request(`resolve ${index}`, body);
        return resolveNotification(
          world.world.deps,
          request,
          { kind: "operator", keyId: `OP-${index}` },
          notificationId,
          body,
        );
      }),
    );
    expect(answers.map(({ httpStatus }) => httpStatus).sort()).toEqual([200, 409]);
    const decided = resolutions[answers.findIndex(({ httpStatus }) => httpStatus === 200)];
    expect(await world.read("k")).toMatchObject({ state: decided });
    expect(await world.read("k")).toMatchObject({ events: 1 });
  },
);
