import { describe, expect, test } from "@jest/globals";
import type { Settings } from "../../lib/settings.ts";
import { type CfnTemplate, documentsOf, ofType, type Statement, synthesise } from "./synthesis.ts";

const WAYS: Settings[] = [
  { limits: "production", sandbox: false },
  { limits: "production", sandbox: true },
  { limits: "demo", sandbox: false },
  { limits: "demo", sandbox: true },
];

/** Properties that would give a resource a name of our choice: a replacement, or a second deployment, would collide with it. */
const FIXED_NAMES: Record<string, string> = {
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::CloudWatch::CompositeAlarm": "AlarmName",
  "AWS::CloudWatch::Dashboard": "DashboardName",
  "AWS::DynamoDB::Table": "TableName",
  "AWS::IAM::Role": "RoleName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::Scheduler::Schedule": "Name",
  "AWS::SecretsManager::Secret": "Name",
  "AWS::StepFunctions::StateMachine": "StateMachineName",
};

/** What any AWS-compatible endpoint that knows these services can make. A new type here is a decision. */
const TYPES = [
  ...Object.keys(FIXED_NAMES),
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::IAM::Policy",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Permission",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
];

describe.each(WAYS)("limits $limits, sandbox $sandbox", (settings) => {
  const { data, service } = synthesise(settings);
  const both: CfnTemplate[] = [data, service];

  test("there is no custom resource and no resource type that nobody decided on", () => {
    const types = both.flatMap((template) => Object.values(template.Resources).map(({ Type }) => Type));
    expect([...new Set(types)].filter((type) => !TYPES.includes(type))).toEqual([]);
  });

  test("no physical name is fixed", () => {
    for (const template of both) {
      for (const [type, property] of Object.entries(FIXED_NAMES)) {
        for (const [id, { Properties }] of ofType(template, type))
          expect([id, Properties?.[property]]).toEqual([id, undefined]);
      }
    }
  });

  test("stacks meet through exports only", () => {
    const exported = Object.values(data.Outputs).flatMap(({ Export }) => (Export ? [Export.Name] : []));
    const imported = [...JSON.stringify(service).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(imported)).toEqual(new Set(exported));
  });

  test("the outputs tell tools where everything is", () => {
    expect(Object.keys(service.Outputs)).toEqual(
      expect.arrayContaining([
        "ApiUrl",
        "MainTableName",
        "TransientTableName",
        "RedemptionQueueUrl",
        "RedemptionDlqUrl",
        "StateMachineArn",
        "WebhookDlqUrl",
        "ChannelConfigsSecretArn",
        "DashboardUrl",
      ]),
    );
  });
});

describe("settings", () => {
  test("the sandbox is deployed only when asked for", () => {
    const { service } = synthesise({ limits: "production", sandbox: false });
    expect(JSON.stringify(service).toLowerCase()).not.toContain("sandbox");
    expect(ofType(service, "AWS::DynamoDB::Table")).toEqual([]);
  });

  test("without the sandbox the exchange is named at deployment, over TLS", () => {
    const { service } = synthesise({ limits: "production", sandbox: false });
    const { AllowedPattern, Default } = service.Parameters.ExchangeUrl ?? {};
    expect(Default).toBeUndefined();
    expect("https://exchange.example").toMatch(new RegExp(String(AllowedPattern)));
    expect("http://exchange.example").not.toMatch(new RegExp(String(AllowedPattern)));
  });

  test("without the sandbox messages go out by Amazon, from the one address that is named at deployment, and to no topic", () => {
    const { service } = synthesise({ limits: "production", sandbox: false });
    const { AllowedPattern, Default } = service.Parameters.NotificationEmailFrom ?? {};
    expect(Default).toBeUndefined();
    expect("news@shop.example").toMatch(new RegExp(String(AllowedPattern)));
    expect("no address").not.toMatch(new RegExp(String(AllowedPattern)));
    const statements = ofType(service, "AWS::IAM::Role")
      .flatMap(([id]) => documentsOf(service, id))
      .flatMap(({ Statement }) => Statement as (Statement & { NotResource?: unknown })[]);
    const sending = statements.filter(({ Action }) => /^(ses|sns):/.test(String(Action)));
    const from = { StringEquals: { "ses:FromAddress": { Ref: "NotificationEmailFrom" } } };
    expect(sending.find(({ Action }) => Action === "ses:SendEmail")).toMatchObject({ Condition: from });
    expect(sending.find(({ NotResource }) => NotResource !== undefined)).toMatchObject({ Action: "sns:Publish" });
  });

  test("with the sandbox no exchange can be named", () => {
    const { service } = synthesise({ limits: "demo", sandbox: true });
    expect(service.Parameters).not.toHaveProperty("ExchangeUrl");
    expect(service.Parameters).not.toHaveProperty("NotificationEmailFrom");
    expect(JSON.stringify(service)).not.toContain("ses:SendEmail");
  });
});
