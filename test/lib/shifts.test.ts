import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { functionNames } from "../../lib/functions.ts";
import type { Settings } from "../../lib/settings.ts";
import { SHIFTS } from "../../lib/shifts.ts";
import { type Stage, stageNamed } from "../../lib/stages.ts";
import {
  type CfnTemplate,
  documentsOf,
  functionNamed,
  ofType,
  type Resource,
  type Synthesis,
  synthesiseAll,
  targetOf,
} from "./synthesis.ts";

const TEXT = readFileSync(new URL("../../stages.json", import.meta.url), "utf8");
const stage: Stage = { ...stageNamed("production", TEXT), shift: "canary" };
const settings: Settings = { limits: stage.limits, sandbox: stage.sandbox, stage };
const [{ service, shifts = { Resources: {}, Parameters: {}, Outputs: {} } }, { service: hurried }] = synthesiseAll(
  settings,
  { ...settings, hurry: true },
) as [Synthesis, Synthesis];
const aliases = ofType(service, "AWS::Lambda::Alias");
const groups = ofType(shifts, "AWS::CodeDeploy::DeploymentGroup").map(([, { Properties }]) => Properties);

/** The only one of its kind. */
function one(template: CfnTemplate, type: string): [id: string, properties: Record<string, unknown>] {
  const [[id, { Properties }], ...others] = ofType(template, type) as [[string, Resource], ...object[]];
  expect(others).toEqual([]);
  return [id, Properties];
}

/** All logical ids that a value names. */
function named(template: CfnTemplate, value: unknown): string[] {
  const text = JSON.stringify(value ?? {});
  const found = [...text.matchAll(/"(?:Ref|Fn::GetAtt)":(?:"([^"]+)"|\["([^"]+)")/g)].map(
    ([, ref, attribute]) => ref ?? attribute ?? "",
  );
  const inText = [...text.matchAll(/\$\{(\w+)[.}]/g)].map(([, id = ""]) => id);
  return [...new Set([...found, ...inText])].filter((id) => id in template.Resources);
}

describe("every function stands behind an alias", () => {
  test("of a version of its own, and nobody calls the function itself", () => {
    const functions = ofType(service, "AWS::Lambda::Function").map(([id]) => id);
    expect(aliases.map(([, { Properties }]) => targetOf(Properties.FunctionName)).sort()).toEqual(functions.sort());
    const calling = [
      "AWS::ApiGatewayV2::Integration",
      "AWS::Lambda::Permission",
      "AWS::Lambda::EventSourceMapping",
      "AWS::Scheduler::Schedule",
      "AWS::StepFunctions::StateMachine",
    ];
    for (const type of calling)
      for (const [id, { Properties }] of ofType(service, type)) {
        const { EventSourceArn: _, ...properties } = Properties;
        const called = named(service, properties);
        expect([id, called.filter((each) => functions.includes(each))]).toEqual([id, []]);
        expect([id, called.filter((each) => aliases.some(([alias]) => alias === each)).length]).toEqual([id, 1]);
      }
  });

  test("which its schedule may call; the machine may call what older executions call, too", () => {
    const invoked = (roleOf: string) => {
      const [role] = ofType(service, "AWS::IAM::Role").find(([id]) => id.startsWith(roleOf)) ?? [];
      const statements = documentsOf(service, String(role)).flatMap(({ Statement }) => Statement);
      const some = statements.filter(({ Action }) => Action === "lambda:InvokeFunction");
      return some.flatMap(({ Resource }) => [Resource].flat()).map(targetOf);
    };
    expect(invoked("SchedulesRole").filter((id) => !aliases.some(([alias]) => alias === id))).toEqual([]);
    expect(invoked("SchedulesRole")).toContainEqual(expect.stringMatching(/^SweeperFunctionLive/));
    expect(invoked("PaymentsRole")).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^PaymentSagaFunctionLive/),
        functionNamed(service, "PaymentSaga")[0],
      ]),
    );
  });

  test("that CodeDeploy moves, by a group for each", () => {
    const names = functionNames(false);
    expect(groups.map(({ DeploymentGroupName }) => DeploymentGroupName).sort()).toEqual([...names].sort());
    const [, application] = one(shifts, "AWS::CodeDeploy::Application");
    expect(application).toMatchObject({ ApplicationName: "TenderService-production" });
    const moves = aliases.map(([, { UpdatePolicy }]) => UpdatePolicy?.CodeDeployLambdaAliasUpdate);
    expect(moves).toEqual(
      names.map((DeploymentGroupName) => ({ ApplicationName: "TenderService-production", DeploymentGroupName })),
    );
  });

  test("and what is chosen at deployment makes another version", () => {
    for (const [, { Properties }] of ofType(service, "AWS::Lambda::Version"))
      expect(JSON.stringify(Properties.Description)).toContain('{"Ref":"ExchangeUrl"}');
  });

  test("whose description Lambda takes, whatever was chosen", () => {
    const [[, version]] = ofType(service, "AWS::Lambda::Version") as [[string, Resource]];
    const { "Fn::Join": join } = version.Properties.Description as { "Fn::Join": [string, unknown[]] };
    const [separator, values] = join;
    const lengths = values.map((each) => Number(service.Parameters[targetOf(each)]?.MaxLength));
    expect(lengths.length).toBe(2);
    const most = lengths.reduce((sum, each) => sum + each, separator.length * (lengths.length - 1));
    expect(most).toBeLessThanOrEqual(256);
  });
});

describe("alarms undo a shift", () => {
  const alarmsOf = (group: Record<string, unknown> = {}) => {
    const { Alarms } = group.AlarmConfiguration as { Alarms: { Name: { Ref: string } }[] };
    return Alarms.map(({ Name }) => Name.Ref.replace(/^referencetoTenderServiceAlarms|[0-9A-F]{8}Ref$/g, ""));
  };
  const of = (name: string) => alarmsOf(groups.find(({ DeploymentGroupName }) => DeploymentGroupName === name));

  test("the function's own, and the API's", () => {
    expect(of("payments-api")).toEqual(["ServerErrors", "HttpErrors", "HttpErrors2"]);
    expect(of("refund-worker")).toEqual(["ServerErrors", "Errorsrefundworker"]);
    // Not failed executions: a saga that is parked by design ends so, too.
    expect(of("payment-saga")).toEqual(["ServerErrors", "Errorspaymentsaga"]);
    for (const { AlarmConfiguration, AutoRollbackConfiguration } of groups) {
      expect(AlarmConfiguration).toMatchObject({ Enabled: true });
      expect(AutoRollbackConfiguration).toMatchObject({
        Enabled: true,
        Events: expect.arrayContaining(["DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_FAILURE"]),
      });
    }
  });

  test("which ring before it is over, when its first requests fail", () => {
    const ids = new Set(groups.flatMap(alarmsOf));
    const minutes = ofType(service, "AWS::CloudWatch::Alarm")
      .filter(([id]) => ids.has(id.replace(/^Alarms|[0-9A-F]{8}$/g, "")))
      .map(([, { Properties }]) => {
        const { Period, Metrics = [], EvaluationPeriods } = Properties as Record<string, never>;
        const periods = [
          Period,
          ...(Metrics as { MetricStat?: { Period: number } }[]).map((each) => each.MetricStat?.Period),
        ];
        return (Math.max(...periods.filter((each) => each !== undefined)) * Number(EvaluationPeriods)) / 60;
      });
    expect(minutes.length).toBe(ids.size);
    for (const shift of Object.values(SHIFTS)) expect(Math.max(...minutes)).toBeLessThan(shift.minutes);
  });
});

describe("the state machine", () => {
  test("is started by an alias that shifts likewise, and stopped and looked at as itself", () => {
    const [alias, properties] = one(service, "AWS::StepFunctions::StateMachineAlias");
    expect(properties).toMatchObject({
      Name: "live",
      DeploymentPreference: { Type: "CANARY", Percentage: 10, Interval: 30 },
    });
    // Its version, and the two alarms of the functions.
    expect(named(service, properties).length).toBe(3);
    const arnOf = (name: string) => {
      const { Variables } = functionNamed(service, name)[1].Properties.Environment as { Variables: object };
      return targetOf((Variables as Record<string, unknown>).STATE_MACHINE_ARN);
    };
    expect(arnOf("SagaStarter")).toBe(alias);
    expect(arnOf("Sweeper")).toMatch(/^PaymentsMachine/);
  });

  test("publishes a version for each revision of its definition", () => {
    const [, properties] = one(service, "AWS::StepFunctions::StateMachineVersion");
    expect(properties.StateMachineRevisionId).toEqual({
      "Fn::GetAtt": [expect.stringMatching(/^PaymentsMachine/), "StateMachineRevisionId"],
    });
  });
});

test("nothing waits for itself", () => {
  const needs = new Map(
    Object.entries(service.Resources).map(([id, { Properties, UpdatePolicy, DependsOn }]) => [
      id,
      [...named(service, [Properties, UpdatePolicy]), ...[DependsOn ?? []].flat()],
    ]),
  );
  const done = new Set<string>();
  const visit = (id: string, above: string[]): string[] => {
    if (above.includes(id)) return [...above, id];
    if (done.has(id)) return [];
    const circle = (needs.get(id) ?? []).flatMap((each) => visit(each, [...above, id]));
    done.add(id);
    return circle;
  };
  expect([...needs.keys()].flatMap((id) => visit(id, []))).toEqual([]);
});

test("the whole has room below CloudFormation's 500 resources", () => {
  expect(Object.keys(service.Resources).length).toBeLessThan(460);
});

test("in a hurry all goes to all at once, and no alarm is asked", () => {
  for (const [, alias] of ofType(hurried, "AWS::Lambda::Alias")) expect(alias.UpdatePolicy).toBeUndefined();
  const [, properties] = one(hurried, "AWS::StepFunctions::StateMachineAlias");
  expect(properties.DeploymentPreference).toEqual({ Type: "ALL_AT_ONCE", StateMachineVersionArn: expect.anything() });
});
