import { expect, test } from "@jest/globals";
import type { Told } from "../../core/foundation/store/event-store.ts";
import { telling } from "../../core/foundation/store/event-store.ts";
import { equals } from "../../core/foundation/store/expression.ts";
import { put, update } from "../../core/foundation/store/write.ts";
import type { Mutation } from "../../prove/mutation.ts";
import { ObservedEngine, tablesFor } from "../../prove/observed-tables.ts";

const NAMES = { main: "main", transient: "transient", events: "events" };
const CLOSED = {
  ...{ type: "webhook.test", tenantId: "acme", resourceId: "thing", at: 1 },
  view: (after: object) => after,
} as Told<object>;
const close = telling(
  update(
    "thing.close",
    { pk: "thing", sk: "HEAD" },
    { set: { state: "CLOSED" }, only: { isOpen: equals("state", 1) } },
  ),
  {},
  CLOSED,
);
const note = put("thing.note", { pk: "note", sk: "HEAD" }, {});

interface Sent {
  input: { TransactItems?: Record<string, { Item?: { pk: string }; Key?: { pk: string } }>[] };
}

/** Tables over an engine that takes everything, or refuses as it is told. */
function tablesWithout(forgotten: string | undefined, refuse?: readonly string[]) {
  const sent: string[][] = [];
  const send = async ({ input }: Sent) => {
    const actions = (input.TransactItems ?? []).flatMap((item) => Object.values(item));
    sent.push(actions.map(({ Item, Key }) => (Item ?? Key)?.pk.split("#")[0] ?? ""));
    if (!refuse) return {};
    const CancellationReasons = refuse.map((Code) => ({ Code }));
    throw Object.assign(new Error("refused"), { name: "TransactionCanceledException", CancellationReasons });
  };
  const watch = {
    onOutboxRow: () => {},
    onEvent: () => {},
    takeSent: () => true,
    onWrite: () => {},
    circumstances: () => ({}),
  };
  const engine = new ObservedEngine({ send } as never, NAMES, watch);
  const mutation: Mutation | undefined = forgotten === undefined ? undefined : { kind: "write", name: forgotten };
  const invocation = { intents: 0, call: ({ effect }: { effect: () => unknown }) => effect() } as never;
  return { tables: tablesFor(engine, { ...NAMES, mutation, fraction: () => 0 }, () => ({ invocation })), sent, engine };
}

test.each([
  ["nothing", undefined, ["note", "thing", "EVT"]],
  ["a write, and what it tells with it", "thing.close", ["note"]],
  ["an event, and not its change", "event.record", ["note", "thing"]],
  ["a write that tells of nothing", "thing.note", ["thing", "EVT"]],
])("a transaction forgets %s", async (_what, forgotten, made) => {
  const { tables, sent, engine } = tablesWithout(forgotten);
  expect(await tables.transact([note, close])).toEqual({ committed: true });
  expect(sent).toEqual([made]);
  if (forgotten !== undefined) expect(engine.met.writes).toContain(forgotten);
});

test.each([
  ["thing.close", []],
  ["event.record", [["thing"]]],
])("a single write without %s", async (forgotten, made) => {
  const { tables, sent } = tablesWithout(forgotten);
  expect(await tables.write(close)).toEqual({ committed: true });
  expect(sent).toEqual(made);
});

test("refusals keep their places when a write before them is forgotten", async () => {
  const { tables } = tablesWithout("thing.note", ["ConditionalCheckFailed", "None"]);
  expect(await tables.transact([note, close])).toEqual({
    committed: false,
    refusals: [undefined, { old: undefined }],
  });
});
