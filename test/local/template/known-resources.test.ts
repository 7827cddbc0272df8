import { expect, test } from "@jest/globals";
import { runnable } from "../../../local/template/known-resources.ts";
import { makeStack } from "../../../local/template/template.ts";

type Rows = Record<string, { Type: string; Properties?: Record<string, unknown> }>;
const run = (rows: Rows) => runnable(makeStack("S", { Resources: rows }).resources).map((row) => row.logicalId);

test("rights, logs and alarms are left to the cloud, the rest runs", () => {
  const rows = {
    Queue: { Type: "AWS::SQS::Queue" },
    Role: { Type: "AWS::IAM::Role" },
    Alarm: { Type: "AWS::CloudWatch::Alarm" },
  };
  expect(run(rows)).toEqual(["Queue"]);
});

test("a resource type that is not known is refused by its name", () => {
  const rows = { Machine: { Type: "AWS::Kinesis::Stream" }, Bucket: { Type: "AWS::S3::Bucket" } };
  expect(() => run(rows)).toThrow(/Machine \(AWS::Kinesis::Stream\)[\s\S]*Bucket \(AWS::S3::Bucket\)/);
});

test("a property that is not known is refused by its name", () => {
  expect(() => run({ Q: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true } } })).toThrow(/Q .*FifoQueue/);
});

test("a property is refused when its value changes the behaviour", () => {
  const rows = { R: { Type: "AWS::ApiGatewayV2::Route", Properties: { AuthorizationType: "AWS_IAM" } } };
  expect(() => run(rows)).toThrow(/AuthorizationType may only be NONE/);
});

test("a resource on a condition is refused: whether it is there is not known here", () => {
  const resources = { Q: { Type: "AWS::SQS::Queue", Condition: "Sometimes" } };
  expect(() => runnable(makeStack("S", { Resources: resources }).resources)).toThrow(/Q .*condition Sometimes/);
});
