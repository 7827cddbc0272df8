import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { eventIdOf } from "../../../../core/foundation/domain/events.ts";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { type Told, telling, tellingOfNew } from "../../../../core/foundation/store/event-store.ts";
import { Append, absent, equals, Keep, Plus } from "../../../../core/foundation/store/expression.ts";
import { eventKey } from "../../../../core/foundation/store/keys.ts";
import { Tables, type Write } from "../../../../core/foundation/store/table.ts";
import { put, update } from "../../../../core/foundation/store/write.ts";
import { createLightTables, type TestTables } from "../../../support/engine.ts";

interface Thing {
  pk: string;
  sk: string;
  state: string;
  events?: number;
  tries?: number;
  names?: string[];
  first?: number;
  gone?: boolean;
}

const AT = 1_700_000_000_000;
let engine: TestTables;
let tables: Tables;
beforeAll(async () => {
  engine = await createLightTables();
  tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
});
afterAll(() => engine.drop());

/** Of a thing that no event of the contract is about. */
const told = (resourceId: string, type: Told<Thing>["type"] = "redemption.succeeded") =>
  ({
    ...{ type, tenantId: "acme", resourceId, at: AT },
    view: ({ pk: _, sk: __, ...shown }: Thing) => shown as object,
  }) as Told<Thing>;
const thing = (name: string, more: Partial<Thing> = {}): Thing => ({ pk: name, sk: "HEAD", state: "OPEN", ...more });
const close = (seen: Thing, set: Record<string, unknown> = {}, remove: string[] = []) =>
  update(
    "thing.close",
    { pk: seen.pk, sk: "HEAD" },
    { set: { state: "CLOSED", ...set }, remove, only: { isOpen: equals("state", "OPEN") } },
  );
const open = (row: Thing) => put("thing.open", { ...row }, { isNew: absent("pk") });

async function eventOf(resourceId: string, resourceVersion: number) {
  const eventId = eventIdOf({ tenantId: "acme", resourceId, resourceVersion, at: AT });
  const Key = eventKey("acme", eventId);
  return (await engine.client.send(new GetCommand({ TableName: engine.events, Key }))).Item;
}

test("an event stands in its table with what the row has become, its version, and the end of its time", async () => {
  const row = thing("a", { gone: true, tries: 2, names: ["x"], first: 7 });
  await tables.write(open(row));
  const change = close(row, { tries: new Plus(3), names: new Append("y"), first: new Keep(9), other: undefined }, [
    "gone",
  ]);
  expect(await tables.write(telling(change, row, told("a")))).toEqual({ committed: true });
  expect(await eventOf("a", 1)).toMatchObject({
    type: "redemption.succeeded",
    resourceId: "a",
    resourceVersion: 1,
    at: AT,
    data: { state: "CLOSED", tries: 5, names: ["x", "y"], first: 7, events: 1 },
    expiresAt: (AT + CONTRACT.eventTtlMs) / 1000,
  });
  const there = await tables.get("main", { pk: "a", sk: "HEAD" });
  expect(there).toEqual({ ...thing("a"), state: "CLOSED", tries: 5, names: ["x", "y"], first: 7, events: 1 });
});

test("a new row tells of its first event, and the next one is the second", async () => {
  const row = thing("b");
  await tables.write(tellingOfNew(open(row), row, told("b")));
  const seen = (await tables.get("main", { pk: "b", sk: "HEAD" })) as unknown as Thing;
  await tables.transact([telling(close(seen), seen, told("b", "redemption.failed"))]);
  expect(await eventOf("b", 1)).toMatchObject({ resourceVersion: 1, data: { state: "OPEN" } });
  expect(await eventOf("b", 2)).toMatchObject({ resourceVersion: 2, data: { state: "CLOSED" } });
});

test("whoever read the row before its last event changes nothing and tells of nothing", async () => {
  const row = thing("c");
  await tables.write(open(row));
  await tables.write(
    telling(update("thing.note", { pk: "c", sk: "HEAD" }, { set: { tries: 1 }, only: {} }), row, told("c")),
  );
  const late = await tables.transact([telling(close(row), row, told("c", "redemption.failed"))]);
  expect(late).toMatchObject({ committed: false, refusals: [{ old: { events: 1, state: "OPEN" } }] });
  expect(await eventOf("c", 1)).toMatchObject({ type: "redemption.succeeded" });
});

test("where an earlier release kept something else in a row, its first event is the first", async () => {
  const row = thing("former", { events: [{ at: AT, event: "sent" }] as never });
  await tables.write(open(row));
  expect(await tables.write(telling(close(row), row, told("former")))).toEqual({ committed: true });
  expect(await eventOf("former", 1)).toMatchObject({ resourceVersion: 1, data: { state: "CLOSED", events: 1 } });
});

test("the refusals stand in the order of the writes, whatever they tell of", async () => {
  const row = thing("d");
  await tables.write(open(row));
  const other: Write = put("thing.open", { ...thing("d") }, { isNew: absent("pk") });
  const refused = await tables.transact([
    telling(update("thing.note", { pk: "e", sk: "HEAD" }, { set: { tries: 1 }, only: {} }), thing("e"), told("e")),
    other,
  ]);
  expect(refused).toEqual({ committed: false, refusals: [undefined, { old: row }] });
  expect(await eventOf("e", 1)).toBeUndefined();
});

test("the same change tried again tells of the same event, and another version of another", () => {
  const about = { tenantId: "acme", resourceId: "rdm_acme_1", resourceVersion: 1, at: AT };
  expect(eventIdOf(about)).toBe(eventIdOf({ ...about }));
  expect(eventIdOf(about)).toMatch(/^evt_acme_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(eventIdOf({ ...about, resourceVersion: 2 })).not.toBe(eventIdOf(about));
  expect(eventIdOf({ ...about, at: AT + 1 }) > eventIdOf(about)).toBe(true);
});
