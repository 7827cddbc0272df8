import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
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
