import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { SECRET_IDS } from "../../lib/data-secrets.ts";
import { functionNames, isSandbox } from "../../lib/functions.ts";
import { type Stage, stageNamed } from "../../lib/stages.ts";
import { type CfnTemplate, ofType, type Resource, type Statement, synthesise } from "./synthesis.ts";

const TABLE = "TenderData-try-out-Main-1A2B3C-restored-20261127T190000Z";
const STREAM = `arn:aws:dynamodb:eu-central-1:123456789012:table/${TABLE}/stream/2026-11-27T19:40:00.000`;
const MARKER = { to: "2026-11-27T19:00:00.000Z", at: "2026-11-27T19:31:00.000Z" };
const RESTORED = { table: TABLE, stream: STREAM, marker: MARKER, doors: "closed" };

const TEXT = readFileSync(new URL("../../stages.json", import.meta.url), "utf8");
const row = JSON.parse(TEXT)["try-out"] as object;
const reading = (restored: object, more: object = {}) =>
  stageNamed("shop", JSON.stringify({ shop: { ...row, ...more, restored } }));

test.each<[string, object, string]>([
  ["no table's name", { ...RESTORED, table: "a/b" }, "shop.restored.table: must be a table's name"],
  ["another table's stream", { ...RESTORED, table: "another" }, "shop.restored.stream: must be the stream of another"],
  ["a table's ARN for its stream's", { ...RESTORED, stream: STREAM.split("/stream")[0] }, "shop.restored.stream: "],
  ["moments the wrong way round", { ...RESTORED, marker: { to: MARKER.at, at: MARKER.to } }, "shop.restored.marker: "],
  ["a moment without its zone", { ...RESTORED, marker: { ...MARKER, to: "2026-11-27T19:00:00" } }, "marker.to: "],
  ["closed doors without a marker", { ...RESTORED, marker: undefined }, "shop.restored.doors: "],
  ["doors that are ajar", { ...RESTORED, doors: "ajar" }, "shop.restored.doors: "],
])("%s is refused by the field's name", (_what, restored, sentence) => {
  expect(() => reading(restored)).toThrow(sentence);
});

/** The replicas of a lost region. */
const secretIn = (region: string, name: string) =>
  `arn:aws:secretsmanager:${region}:123456789012:secret:${name}1A2B3C4D-aBcDeFgHiJkL-Ab12Cd`;
const BESIDE = {
  transient: "TenderData-try-out-Transient-1A2B3C",
  events: {
    table: "TenderData-try-out-Events-1A2B3C",
    stream: STREAM.replace(TABLE, "TenderData-try-out-Events-1A2B3C"),
  },
  secrets: Object.fromEntries(Object.entries(SECRET_IDS).map(([name, id]) => [name, secretIn("eu-central-1", id)])),
};

test.each<[string, object, string]>([
  [
    "another table's stream",
    { events: { ...BESIDE.events, stream: STREAM } },
    "beside.events.stream: must be the stream",
  ],
  ["no stream", { events: { table: TABLE } }, "beside.events.stream: "],
  ["a secret's name", { secrets: { ...BESIDE.secrets, pepper: "pepper" } }, "secrets.pepper: must be a secret's ARN"],
  [
    "the cipher for the pepper",
    { secrets: { ...BESIDE.secrets, pepper: BESIDE.secrets.cipher } },
    "beside.secrets.pepper: must be of a secret CodePepper...",
  ],
  [
    "the sandbox's secret for the accounts at vendors",
    { secrets: { ...BESIDE.secrets, channels: BESIDE.secrets.channel } },
    "beside.secrets.channels: must be of a secret ChannelConfigs...",
  ],
  ["the main table for the one of keys", { transient: TABLE }, "beside.transient: must be a table's name with -Tran"],
  [
    "the table of keys for the one of events",
    { events: { table: BESIDE.transient, stream: STREAM.replace(TABLE, BESIDE.transient) } },
    "beside.events.table: must be a table's name with -Events in it",
  ],
  ["a secret too few", { secrets: { ...BESIDE.secrets, cipher: undefined } }, "beside.secrets.cipher: "],
  [
    "a secret that is still in the lost region",
    { secrets: { ...BESIDE.secrets, exchange: secretIn("eu-west-1", "ExchangeSecret") } },
    "restored.beside.secrets.exchange: must be in the stage's account and region",
  ],
])("of what is taken over with it, %s is refused", (_what, more, sentence) => {
  const place = { region: "eu-central-1", account: "123456789012" };
  const taking = (beside: object) => reading({ ...RESTORED, beside }, place);
  expect(() => taking({ ...BESIDE, ...more })).toThrow(sentence);
  expect(taking(BESIDE).restored?.beside).toEqual(BESIDE);
});

test("no table of a stage that is taken over may be two of its tables", () => {
  const events = "TenderData-try-out-Events-Transient-Main-1A2B3C";
  const taken = { table: events, stream: STREAM.replace(TABLE, events) };
  const taking = (beside: object) => () => reading({ ...RESTORED, ...taken, beside: { ...BESIDE, ...beside } });
  expect(taking({ transient: events })).toThrow("beside.transient: must be another table than restored.table");
  expect(taking({ events: taken })).toThrow("beside.events.table: must be another table than restored.table and");
});

test("what was taken over gets no replica by stages.json: it would be one of the stack's own empty tables", () => {
  const place = { region: "eu-central-1", account: "123456789012", replica: "eu-west-1" };
  expect(() => reading({ ...RESTORED, beside: BESIDE }, place)).toThrow(
    "shop.replica: cannot be beside restored.beside",
  );
  expect(reading(RESTORED, place).replica).toBe("eu-west-1");
});

test("the names that are asked of secrets are those that the stack gives them", () => {
  const made = ofType(templatesWith(undefined).data, "AWS::SecretsManager::Secret").map(([id, { Properties }]) => {
    expect(Properties).not.toHaveProperty("Name");
    return id.replace(/[0-9A-F]{8}$/, "");
  });
  expect(made.sort()).toEqual(Object.values(SECRET_IDS).sort());
});

test("a table in another region or account is refused", () => {
  expect(() => reading(RESTORED, { region: "eu-west-1" })).toThrow("shop.restored.stream: must be in the stage's");
  expect(() => reading(RESTORED, { account: "210987654321" })).toThrow("shop.restored.stream: must be in the stage's");
  expect(reading(RESTORED, { region: "eu-central-1", account: "123456789012" }).restored).toEqual(RESTORED);
});

/** The templates of the stage whose table was set back in this way. */
function templatesWith(restored: object | undefined, name = "try-out") {
  const stage = { ...stageNamed(name, TEXT), probe: true, ...(restored && { restored }) } as Stage;
  return synthesise({ limits: stage.limits, sandbox: stage.sandbox, stage });
}

const functionsOf = (template: CfnTemplate) => ofType(template, "AWS::Lambda::Function");
const variablesOf = ({ Properties }: Resource) =>
  (Properties.Environment as { Variables: Record<string, unknown> }).Variables;
const nameOf = (id: string) =>
  functionNames(true).find((name) => id.toLowerCase().startsWith(`${name.replaceAll("-", "")}function`)) ?? id;

describe("a stage whose table was set back", () => {
  const before = templatesWith(undefined);
  const { data, service } = templatesWith(RESTORED);

  test("has the table's name and the marker in the environment of every function that had the table's name", () => {
    for (const [id, each] of functionsOf(service)) {
      const { MAIN_TABLE: was } = variablesOf(before.service.Resources[id] as Resource);
      const { MAIN_TABLE, RESTORED: marker } = variablesOf(each);
      expect([id, MAIN_TABLE, marker]).toEqual([id, was && TABLE, `${MARKER.to}/${MARKER.at}`]);
    }
    expect(service.Outputs.MainTableName?.Value).toBe(TABLE);
  });

  test("reads its stream, and has every right on the old table on the new one instead", () => {
    const mappings = ofType(service, "AWS::Lambda::EventSourceMapping").map(([, { Properties }]) => Properties);
    expect(mappings.filter(({ EventSourceArn }) => EventSourceArn === STREAM)).toHaveLength(1);
    const rightsOf = ({ Resources }: CfnTemplate) =>
      Object.values(Resources)
        .flatMap(({ Properties }) => (Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[])
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
        .map((statement) => JSON.stringify(statement));
    const old = /\{"Fn::ImportValue":"[^"]*Main[^"]*"\}/;
    expect(rightsOf(before.service).filter((right) => old.test(right)).length).toBeGreaterThan(30);
    expect(JSON.stringify(service)).not.toMatch(old);
    expect(rightsOf(service)).toHaveLength(rightsOf(before.service).length);
    const onNew = rightsOf(service).filter((right) => right.includes(`table/${TABLE}`));
    expect(onNew).toHaveLength(rightsOf(before.service).filter((right) => old.test(right)).length);
  });

  test("keeps the old table and its exports, which a service that is not deployed anew yet still reads", () => {
    expect(data.Resources).toEqual(before.data.Resources);
    const exportsOf = ({ Outputs }: CfnTemplate) =>
      Object.entries(Outputs).flatMap(([id, { Value, Export }]) => (Export ? [{ id, Value, Export }] : []));
    expect(exportsOf(data)).toEqual(expect.arrayContaining(exportsOf(before.data)));
  });

  test("runs no function while its doors are closed, but those that stand for vendors", () => {
    const reserved = functionsOf(service).map(([id, { Properties }]) => [
      nameOf(id),
      Properties.ReservedConcurrentExecutions,
    ]);
    const expected = functionNames(true).map((name) => [name, isSandbox(name) ? undefined : 0]);
    expect(reserved.sort()).toEqual(expected.sort());
  });
});

test("a stage that takes a lost region's replicas over works on them alone, and on none of its own", () => {
  const { data, service } = templatesWith({ ...RESTORED, beside: BESIDE });
  const taken: Record<string, unknown> = {
    ...{ MAIN_TABLE: TABLE, TRANSIENT_TABLE: BESIDE.transient, EVENTS_TABLE: BESIDE.events.table },
    ...{ CODE_PEPPER_SECRET: BESIDE.secrets.pepper, CODE_CIPHER_SECRET: BESIDE.secrets.cipher },
    ...{ EXCHANGE_SECRET: BESIDE.secrets.exchange, CHANNEL_SECRET: BESIDE.secrets.channel },
    CHANNEL_CONFIGS_SECRET: BESIDE.secrets.channels,
  };
  const known = functionsOf(service).flatMap(([, each]) =>
    Object.entries(variablesOf(each)).filter(([name]) => name in taken),
  );
  expect(new Set(known.map(([name]) => name))).toEqual(new Set(Object.keys(taken)));
  for (const [name, value] of known) expect([name, value]).toEqual([name, taken[name]]);
  const streams = ofType(service, "AWS::Lambda::EventSourceMapping").map(
    ([, { Properties }]) => Properties.EventSourceArn,
  );
  expect(streams).toEqual(expect.arrayContaining([STREAM, BESIDE.events.stream]));
  // What its own stack has is there, and empty: nothing of the service names it, but the word on its money.
  const imported = [...JSON.stringify(service).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name);
  expect(new Set(imported)).toEqual(new Set(["TenderData-try-out:money-none"]));
  expect(data.Outputs.TransientTableName?.Value).toBe(BESIDE.transient);
});

test("the probe is shut with the others, and its alarm does not ring for it", () => {
  const { service, probe } = templatesWith(RESTORED);
  const [[, each] = []] = functionsOf(probe as CfnTemplate);
  expect(each?.Properties.ReservedConcurrentExecutions).toBe(0);
  const alarms = ({ service: { Resources } }: { service: CfnTemplate }) =>
    Object.keys(Resources).filter((id) => id.startsWith("AlarmsProbeFails"));
  expect([alarms({ service }), alarms(templatesWith(undefined)).length]).toEqual([[], 1]);
});

test("open doors are as without them, and the table stays when the marker goes", () => {
  const { service } = templatesWith({ table: TABLE, stream: STREAM }, "production");
  for (const [, each] of functionsOf(service)) {
    expect(each.Properties).not.toHaveProperty("ReservedConcurrentExecutions");
    expect(variablesOf(each)).not.toHaveProperty("RESTORED");
  }
  expect(service.Outputs.MainTableName?.Value).toBe(TABLE);
});
