import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { lostSince } from "../../../tools/release/additive.ts";
import { releasedVersions, tablesOf } from "../../../tools/release/releases.ts";
import { type ReleasedTables, tablesOfToday } from "../../../tools/release/tables.ts";

const today = tablesOfToday();
const changed = (change: (tables: ReleasedTables) => void): ReleasedTables => {
  const tables = JSON.parse(JSON.stringify(today)) as ReleasedTables;
  change(tables);
  return tables;
};

type Index = { name: string; partitionKey: string[]; sortKey: string[]; include: string[] };
const indexesOf = (table: object | undefined) => (table as { indexes: Index[] }).indexes;
const attributesOfDue = ({ main }: ReleasedTables["tables"]) => indexesOf(main)[0]?.include ?? [];

test("today's tables only add to those of the last release", () => {
  const last = releasedVersions().at(-1) as string;
  expect(lostSince(tablesOf(last), today)).toEqual([]);
});

test("every table of moves and every list of states in the domain is among those that a release keeps", () => {
  const root = join(import.meta.dirname, "../../..");
  const text = readFileSync(join(root, "tools/release/aggregates.ts"), "utf8");
  const named = globSync("core/*/domain/*.ts", { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/export const (\w+_(?:TRANSITIONS|STATES|STATUSES)) = /g)].map(
      ([, name = ""]) => name,
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  // Some of an aggregate's states, for a rule.
  const lists = named.filter((name) => !/^(ENDED|FINAL)_/.test(name));
  expect(lists.filter((name) => !text.includes(name))).toEqual([]);
});

describe("what may come: ", () => {
  test.each<[what: string, change: (tables: ReleasedTables) => void]>([
    [
      "a state, put between two others",
      ({ aggregates: { Redemption } }) => {
        Redemption?.states.push("VERIFYING");
        Redemption?.moves.splice(
          Redemption.moves.findIndex(([from, , to]) => from === "SENDING" && to === "SUCCEEDED"),
          1,
          ["SENDING", "answer", "VERIFYING"],
          ["VERIFYING", "verify", "SUCCEEDED"],
        );
      },
    ],
    ["an aggregate", ({ aggregates }) => Object.assign(aggregates, { Invoice: { states: ["OPEN"], moves: [] } })],
    ["a step behind the others", ({ steps }) => steps.push("ThankCustomer")],
    [
      "an index",
      ({ tables }) => {
        indexesOf(tables.main).push({
          name: "new",
          partitionKey: ["newPk", "S"],
          sortKey: ["stateSk", "S"],
          include: [],
        });
      },
    ],
    ["an attribute of an index", ({ tables }) => attributesOfDue(tables).push("amount")],
    [
      "a table, a queue, a prefix",
      ({ tables, messages, prefixes }) => {
        Object.assign(tables, { archive: { stream: false, indexes: [] } });
        Object.assign(messages, { invoices: { required: ["tenantId"], optional: [], values: {} } });
        prefixes.main?.push("INV#");
      },
    ],
    ["a field that a message need not have", ({ messages }) => messages.refunds?.optional.push("hint")],
    ["another value of a field", ({ messages }) => messages.webhooks?.values.channel?.push("paypal")],
  ])("%s", (_, change) => {
    expect(lostSince(today, changed(change))).toEqual([]);
  });
});

describe("what is missed:", () => {
  test.each<[sentence: string, change: (tables: ReleasedTables) => void]>([
    [
      "Redemption: the state UNKNOWN is gone, and rows may be in it",
      ({ aggregates: { Redemption } }) => {
        Redemption?.states.splice(Redemption.states.indexOf("UNKNOWN"), 1);
      },
    ],
    [
      "Redemption: a row in NEEDS_REVIEW no longer gets to SUCCEEDED (resolve-succeeded)",
      ({ aggregates }) => {
        const { moves = [] } = aggregates.Redemption ?? {};
        moves.splice(
          moves.findIndex(([, on]) => on === "resolve-succeeded"),
          1,
        );
        // By way of a failure that is tried again it would still come there.
        moves.splice(
          moves.findIndex(([, on]) => on === "retry"),
          1,
        );
      },
    ],
    ["Merchant: the aggregate is gone", ({ aggregates }) => delete aggregates.Merchant],
    [
      "Saga: the step ChargePayment is not in its place, by which its rows are found",
      ({ steps }) => steps.splice(1, 0, "CheckRisk"),
    ],
    [
      "Saga: running executions ask for LoadSaga, which is gone",
      ({ tasks }) => tasks.splice(tasks.indexOf("LoadSaga"), 1),
    ],
    [
      "main/owner: the index is gone, and instances of the release ask it",
      ({ tables }) => {
        const indexes = indexesOf(tables.main);
        indexes.splice(
          indexes.findIndex(({ name }) => name === "owner"),
          1,
        );
      },
    ],
    [
      "main/due: its key was duePk S dueAt N and is duePk S dueAt S",
      ({ tables }) => {
        for (const { name, sortKey } of indexesOf(tables.main)) if (name === "due") sortKey[1] = "S";
      },
    ],
    ["main/due: it no longer has ref", ({ tables }) => attributesOfDue(tables).pop()],
    ["events: the table is gone", ({ tables }) => delete tables.events],
    ["main: its stream is gone", ({ tables }) => Object.assign(tables.main as object, { stream: false })],
    [
      "main: rows end by nothing, not by expiresAt",
      ({ tables }) => Object.assign(tables.main as object, { ttlAttribute: "expiresAt" }),
    ],
    [
      "main: no function may reach rows of WALLET# any more",
      ({ prefixes }) => {
        prefixes.main?.splice(prefixes.main.indexOf("WALLET#"), 1);
      },
    ],
    ["refunds: the queue is gone", ({ messages }) => delete messages.refunds],
    ["refunds: messages with paymentId are refused", ({ messages }) => messages.refunds?.required.splice(1, 1)],
    ["refunds: messages without currency are refused", ({ messages }) => messages.refunds?.required.push("currency")],
    [
      "refunds: refundId may be missing, and instances of the release ask for it",
      ({ messages }) => {
        messages.refunds?.optional.push(...messages.refunds.required.splice(2, 1));
      },
    ],
    [
      "webhooks: channel no longer takes stripe",
      ({ messages }) => {
        const { channel = [] } = messages.webhooks?.values ?? {};
        channel.splice(channel.indexOf("stripe"), 1);
      },
    ],
    [
      "refunds: tenantId took any value and takes only acme",
      ({ messages }) => Object.assign(messages.refunds?.values as object, { tenantId: ["acme"] }),
    ],
  ])("%s", (sentence, change) => {
    expect(lostSince(today, changed(change))).toContain(sentence);
  });
});
