import { expect, test } from "@jest/globals";
import { Resolver } from "../../../local/template/intrinsics.ts";
import { makeStack } from "../../../local/template/template.ts";

const ENDPOINTS = {
  api: "http://127.0.0.1:3000",
  dynamodb: "http://127.0.0.1:3001",
  sqs: "http://127.0.0.1:3002",
  stepFunctions: "http://127.0.0.1:4",
  secretsManager: "http://127.0.0.1:3003",
};
const data = makeStack("Data", {
  Resources: { Table: { Type: "AWS::DynamoDB::Table" }, Role: { Type: "AWS::IAM::Role" } },
  Outputs: {
    TableName: { Value: { Ref: "Table" }, Export: { Name: "Data:Table" } },
    Kind: { Value: "weak" },
  },
});
const service = makeStack("Service", {
  Resources: {
    Queue: { Type: "AWS::SQS::Queue" },
    Api: { Type: "AWS::ApiGatewayV2::Api" },
    Absent: { Type: "AWS::CDK::Metadata", Condition: "Never" },
  },
  Parameters: { Version: { Type: "String", Default: "7" }, Needed: { Type: "String" } },
  Conditions: {
    Never: { "Fn::Equals": ["a", "b"] },
    Both: {
      "Fn::And": [{ "Fn::Equals": [{ Ref: "AWS::Partition" }, "aws"] }, { "Fn::Not": [{ Condition: "Never" }] }],
    },
  },
  Mappings: { Sizes: { small: { bytes: 5 } } },
});
const resolver = new Resolver([data, service], ENDPOINTS);
const resolve = (value: unknown) => resolver.resolve("Service", value);

test.each<[string, unknown, unknown]>([
  ["a queue's Ref is its URL", { Ref: "Queue" }, "http://127.0.0.1:3002/000000000000/Service-Queue"],
  ["its ARN", { "Fn::GetAtt": ["Queue", "Arn"] }, "arn:aws:sqs:us-east-1:000000000000:Service-Queue"],
  ["an API's endpoint is this machine", { "Fn::GetAtt": ["Api", "ApiEndpoint"] }, "http://127.0.0.1:3000"],
  [
    "an API's URL written out of its parts is this machine too",
    { "Fn::Join": ["", ["https://", { Ref: "Api" }, ".execute-api.", { Ref: "AWS::Region" }, ".amazonaws.com/v1"]] },
    "http://127.0.0.1:3000/v1",
  ],
  [
    "a substitution",
    { "Fn::Sub": ["#{AWS::Region}/#{Queue.QueueName}/#{x}/#{!y}".replaceAll("#", "$"), { x: "1" }] },
    "us-east-1/Service-Queue/1/#{y}".replace("#", "$"),
  ],
  ["an import from another stack", { "Fn::ImportValue": "Data:Table" }, "Data-Table"],
  ["a weak reference to another stack", { "Fn::GetStackOutput": { StackName: "Data", OutputName: "Kind" } }, "weak"],
  ["a parameter's default", { Ref: "Version" }, "7"],
  ["a condition", { "Fn::If": ["Both", "yes", "no"] }, "yes"],
  ["a mapping", { "Fn::FindInMap": ["Sizes", "small", "bytes"] }, 5],
  ["a part of a split text", { "Fn::Select": ["1", { "Fn::Split": ["/", "a/b"] }] }, "b"],
  ["no value leaves its property out", { a: { Ref: "AWS::NoValue" }, b: [{ Ref: "AWS::NoValue" }, 1] }, { b: [1] }],
])("resolves %s", (_name, value, expected) => {
  expect(resolve(value)).toEqual(expected);
});

test.each<[string, unknown, RegExp]>([
  ["an unknown function", { "Fn::Transform": {} }, /Fn::Transform/],
  ["a parameter without a value", { Ref: "Needed" }, /parameter Needed of Service/],
  ["an attribute that nobody knows", { "Fn::GetAtt": ["Queue", "Colour"] }, /attribute Colour of Queue/],
  ["an export that is not there", { "Fn::ImportValue": "Nothing" }, /No stack exports Nothing/],
])("refuses %s by its name", (_name, value, message) => {
  expect(() => resolve(value)).toThrow(message);
});

test("a resource whose condition does not hold is not there", () => {
  expect(service.resources.filter((row) => resolver.exists(row)).map((row) => row.logicalId)).toEqual(["Queue", "Api"]);
});
