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
  },
});
const service = makeStack("Service", {
  Resources: {
    Queue: { Type: "AWS::SQS::Queue" },
    Api: { Type: "AWS::ApiGatewayV2::Api" },
  },
});
const resolver = new Resolver([data, service], ENDPOINTS);
const resolve = (value: unknown) => resolver.value(service, value);

test.each<[string, unknown, unknown]>([
  ["a queue's Ref is its URL", { Ref: "Queue" }, "http://127.0.0.1:3002/000000000000/Service-Queue"],
  ["its ARN", { "Fn::GetAtt": ["Queue", "Arn"] }, "arn:aws:sqs:us-east-1:000000000000:Service-Queue"],
  ["an API's endpoint is this machine", { "Fn::GetAtt": ["Api", "ApiEndpoint"] }, "http://127.0.0.1:3000"],
  [
    "an API's URL written out of its parts is this machine too",
    { "Fn::Join": ["", ["https://", { Ref: "Api" }, ".execute-api.", { Ref: "AWS::Region" }, ".amazonaws.com/v1"]] },
    "http://127.0.0.1:3000/v1",
  ],
  ["a substitution", { "Fn::Sub": "at-#{AWS::Region}".replace("#", "$") }, "at-us-east-1"],
  ["an import from another stack", { "Fn::ImportValue": "Data:Table" }, "Data-Table"],
])("resolves %s", (_name, value, expected) => {
  expect(resolve(value)).toEqual(expected);
});

test.each<[string, unknown, RegExp]>([
  ["an unknown function", { "Fn::If": ["Never", 1, 2] }, /intrinsic function Fn::If/],
  ["what is no resource", { Ref: "BootstrapVersion" }, /BootstrapVersion, which is no resource of Service/],
  ["an attribute that nobody knows", { "Fn::GetAtt": ["Queue", "Colour"] }, /attribute Colour of Queue/],
  ["an export that is not there", { "Fn::ImportValue": "Nothing" }, /No stack exports Nothing/],
])("refuses %s by its name", (_name, value, message) => {
  expect(() => resolve(value)).toThrow(message);
});
