import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { type Stage, stageNamed } from "../../lib/stages.ts";
import {
  type CfnTemplate,
  ofType,
  plainTables,
  type Resource,
  type Synthesis,
  synthesise,
  synthesiseAll,
  targetOf,
} from "./synthesis.ts";
import { PLACED, WATCHFUL } from "./watched.ts";

const TEXT = readFileSync(new URL("../../stages.json", import.meta.url), "utf8");
const REAL = {
  ...{ money: "real", limits: "production", sandbox: false, data: "keep", logDays: 90 },
  alarmEmails: ["alarms@shop.example"],
  shift: "linear",
};
const reading = (row: object) => () => stageNamed("shop", JSON.stringify({ shop: row }));

test("both stages of the repository can be read", () => {
  expect(stageNamed("production", TEXT)).toMatchObject({ name: "production", money: "real" });
  expect(stageNamed("try-out", TEXT)).toMatchObject({ name: "try-out", money: "none" });
});

test.each([
  ["sandbox", true, "shop.sandbox: must be false where money is real"],
  ["limits", "demo", "shop.limits: must be production where money is real"],
  ["data", "destroy", "shop.data: must be keep where money is real"],
])("real money does not meet %s %j", (field, value, sentence) => {
  expect(reading({ ...REAL, [field]: value })).toThrow(sentence);
  expect(reading({ ...REAL, money: "none", [field]: value })).not.toThrow();
});

test.each([
  ["money", "some", "shop.money: "],
  ["logDays", 8, "shop.logDays: must be one of 1, 3, 5"],
  ["logDays", 9999, "shop.logDays: must be one of 1, 3, 5"],
  ["alarmEmails", ["nobody"], "shop.alarmEmails.page.0: "],
  ["account", "12345678901", "shop.account: must be twelve digits"],
  ["shift", "slowly", "shop.shift: "],
  ["region", "Frankfurt", "shop.region: must be a region's name"],
  ["replica", "Dublin", "shop.replica: must be a region's name"],
  ["replica", "eu-west-1", "shop.replica: needs region"],
  ["sandboxx", true, "sandboxx"],
  ["budget", { monthlyUsd: 0, emails: ["costs@shop.example"] }, "shop.budget.monthlyUsd: "],
  ["budget", { monthlyUsd: 500, emails: [] }, "shop.budget.emails: "],
  ["silence", { usualEvents: 1 }, "shop.silence.usualEvents: "],
  ["probe", "yes", "shop.probe: "],
])("%s %j is refused by its name", (field, value, sentence) => {
  expect(reading({ ...REAL, [field]: value })).toThrow(sentence);
});

test.each<[string, object, string]>([
  ["a probe without the sandbox", { probe: true }, "shop.probe: needs the sandbox where money is not real"],
  [
    "silence beside a probe that is heard each minute",
    { probe: true, sandbox: true, silence: { usualEvents: 120 } },
    "shop.silence: cannot be beside probe where money is not real",
  ],
])("where money is not real, %s is refused", (_what, more, sentence) => {
  expect(reading({ ...REAL, money: "none", ...more })).toThrow(sentence);
  expect(reading({ ...REAL, ...more, sandbox: false })).not.toThrow();
});

test("a probe at the sandbox, and silence without a probe, are taken without real money", () => {
  expect(reading({ ...REAL, money: "none", sandbox: true, probe: true })).not.toThrow();
  expect(reading({ ...REAL, money: "none", silence: { usualEvents: 120 } })).not.toThrow();
});

const ARN = (region: string) => `arn:aws:acm:${region}:123456789012:certificate/12345678-1234-1234-1234-123456789012`;
const PLACE = { account: "123456789012", region: "eu-central-1" };
const DOMAIN = { name: "api.shop.example", certificateArn: ARN("eu-central-1") };
const AT_EDGE = { ...DOMAIN, certificateArn: ARN("us-east-1") };
const EDGE = { sends: "first", requestsPerIpAMinute: 12_000 };

test.each<[string, object, string]>([
  ["an edge without a name", { ...PLACE, edge: EDGE }, "shop.domain: must be there where edge is"],
  ["an edge nowhere", { domain: AT_EDGE, edge: EDGE }, "shop.edge: needs account and region"],
  [
    "an edge's certificate elsewhere",
    { ...PLACE, domain: DOMAIN, edge: EDGE },
    "must be of a certificate in us-east-1",
  ],
  ["an API's certificate elsewhere", { ...PLACE, domain: AT_EDGE }, "must be of a certificate in eu-central-1"],
  ["a third secret", { ...PLACE, domain: AT_EDGE, edge: { ...EDGE, sends: "third" } }, "shop.edge.sends: "],
  ["no name of a host", { domain: { ...DOMAIN, name: "https://x" } }, "shop.domain.name: must be a host's name"],
])("%s is refused", (_what, more, sentence) => {
  expect(reading({ ...REAL, ...more })).toThrow(sentence);
});

test("a replica is in another region than its stage", () => {
  expect(reading({ ...REAL, ...PLACE, replica: "eu-central-1" })).toThrow("shop.replica: must be another region");
  expect(reading({ ...REAL, ...PLACE, replica: "eu-west-1" })).not.toThrow();
});

test.each([["Production"], ["a/b"], [""], ["1"]])("%j names no stage", (name) => {
  expect(() => stageNamed(name, JSON.stringify({ [name]: REAL }))).toThrow("names match");
});

test.each(["__proto__", "constructor", "toString"])("nobody has made a stage %s", (name) => {
  expect(() => stageNamed(name, TEXT)).toThrow("There is no stage");
});

/** As it would be without a stage: what a stage adds, taken away. */
function bare({ data, service }: Synthesis, { name }: Stage): Synthesis {
  const unnamed = (template: CfnTemplate) =>
    JSON.parse(JSON.stringify(template).replaceAll(`TenderData-${name}:`, "TenderData:")) as CfnTemplate;
  const [plainData, plainService] = [plainTables(unnamed(data)), unnamed(service)];
  // Those that a replica would be fed from.
  for (const [id, { Properties }] of ofType(plainData, "AWS::DynamoDB::Table")) {
    if (id.startsWith("Transient")) delete Properties.StreamSpecification;
    else Properties.StreamSpecification = { StreamViewType: "NEW_IMAGE" };
  }
  delete plainData.Parameters?.Money;
  if (Object.keys(plainData.Parameters ?? {}).length === 0) delete (plainData as Partial<CfnTemplate>).Parameters;
  delete plainData.Outputs.MoneyIs;
  delete plainService.Outputs.MoneyIs;
  for (const [id] of ofType(plainService, "AWS::SNS::Subscription")) delete plainService.Resources[id];
  return { data: plainData, service: plainService };
}

function differing(synthesis: Synthesis, changes: Record<"data" | "service", [string, string][]>): Synthesis {
  const changed = (stack: "data" | "service") =>
    JSON.parse(
      changes[stack].reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(synthesis[stack])),
    ) as CfnTemplate;
  return { data: changed("data"), service: changed("service") };
}

describe("a stage differs from what is deployed without one only where stages.json says so:", () => {
  // How it shifts is another test's (shifts.test.ts).
  const production: Stage = {
    ...stageNamed("production", TEXT),
    alarmEmails: { page: ["pages@shop.example"], ticket: ["tickets@shop.example"] },
    shift: "all-at-once",
  };
  const tryOut = stageNamed("try-out", TEXT);
  const settingsOf = ({ limits, sandbox }: Stage) => ({ limits, sandbox });
  const [ofProduction, ofTryOut] = synthesiseAll(
    ...[production, tryOut].map((stage) => ({ ...settingsOf(stage), stage })),
  ) as [Synthesis, Synthesis];

  test("production", () => {
    expect(bare(ofProduction, production)).toEqual(synthesise(settingsOf(production)));
  });

  test("try-out, whose data goes with it, and whose logs are kept for a shorter time", () => {
    const expected = differing(synthesise(settingsOf(tryOut)), {
      data: [
        ['"Retain"', '"Delete"'],
        ['"DeletionProtectionEnabled":true', '"DeletionProtectionEnabled":false'],
      ],
      service: [['"RetentionInDays":90', '"RetentionInDays":14']],
    });
    expect(bare(ofTryOut, tryOut)).toEqual(expected);
  });

  test("alarms go to the addresses that it names for their severity", () => {
    const subscribed = ofType(ofProduction.service, "AWS::SNS::Subscription").map(([, { Properties }]) => [
      targetOf(Properties.TopicArn),
      Properties.Protocol,
      Properties.Endpoint,
    ]);
    expect(subscribed).toEqual([
      [expect.stringMatching(/^AlarmsPages/), "email", "pages@shop.example"],
      [expect.stringMatching(/^AlarmsTickets/), "email", "tickets@shop.example"],
    ]);
  });

  test("what it asks for besides is added, and changes nothing that is there", () => {
    const { service, data, shifts } = synthesise({ limits: "production", sandbox: false, stage: WATCHFUL });
    const plain = synthesise({ limits: "production", sandbox: false, stage: PLACED });
    const added = (with_: CfnTemplate, without: CfnTemplate) =>
      Object.keys(with_.Resources).filter((id) => !(id in without.Resources));
    const changed = (with_: CfnTemplate, without: CfnTemplate) =>
      Object.keys(without.Resources).filter((id) => !isDeepStrictEqual(with_.Resources[id], without.Resources[id]));
    const bareIds = (ids: string[]) => ids.map((id) => id.replace(/[0-9A-F]{8}$/, "")).sort();
    expect(bareIds(added(data, plain.data))).toEqual(["Budget"]);
    // Their copies.
    expect(new Set(changed(data, plain.data).map((id) => data.Resources[id]?.Type))).toEqual(
      new Set(["AWS::DynamoDB::GlobalTable", "AWS::SecretsManager::Secret"]),
    );
    expect(bareIds(added(service, plain.service))).toEqual([
      "AlarmsBackupFails",
      "AlarmsBackupSilent",
      "AlarmsCopySilent",
      "AlarmsEventsMissed",
      "AlarmsProbeFails",
      "AlarmsReplicaBehind",
      expect.stringMatching(/^ProbeNestedStack/),
      "SchedulesTry",
    ]);
    // They name all alarms, and all functions that are called.
    expect(bareIds(changed(service, plain.service))).toEqual(["AlarmsAnyPage", "AlarmsAnyTicket", "SchedulesRole"]);
    expect(shifts).toEqual(plain.shifts);
  });

  test("its budget is of what bears its tag, and tells before the month's amount is spent", () => {
    const { data } = synthesise({ limits: "production", sandbox: false, stage: WATCHFUL });
    const [[, budget]] = ofType(data, "AWS::Budgets::Budget") as [[string, Resource]];
    expect(budget.Properties.Budget).toEqual({
      BudgetType: "COST",
      TimeUnit: "MONTHLY",
      BudgetLimit: { Amount: 500, Unit: "USD" },
      CostFilters: { TagKeyValue: ["user:tender-stage$production"] },
    });
    const told = budget.Properties.NotificationsWithSubscribers as { Notification: object; Subscribers: object[] }[];
    expect(told.map(({ Notification }) => Notification)).toMatchObject([
      { NotificationType: "ACTUAL", Threshold: 80 },
      { NotificationType: "ACTUAL", Threshold: 100 },
      { NotificationType: "FORECASTED", Threshold: 100 },
    ]);
    for (const { Subscribers } of told)
      expect(Subscribers).toEqual([{ SubscriptionType: "EMAIL", Address: "costs@shop.example" }]);
  });

  test("a list of addresses is told of both severities", () => {
    const emails = ["alarms@shop.example"];
    const text = JSON.stringify({ shop: { ...JSON.parse(TEXT)["try-out"], alarmEmails: emails } });
    expect(stageNamed("shop", text).alarmEmails).toEqual({ page: emails, ticket: emails });
  });

  test("no stage becomes one with other money: its data keeps the first word, and the service reads it", () => {
    for (const [stage, { data, service }] of [
      [production, ofProduction],
      [tryOut, ofTryOut],
    ] as const) {
      expect(data.Parameters.Money).toMatchObject({ Default: stage.money, AllowedValues: [stage.money] });
      const name = `TenderData-${stage.name}:money-${stage.money}`;
      expect(data.Outputs.MoneyIs).toMatchObject({ Value: { Ref: "Money" }, Export: { Name: name } });
      expect(service.Outputs.MoneyIs?.Value).toEqual({ "Fn::ImportValue": name });
    }
  });
});
