import { describe, expect, test } from "@jest/globals";
import { RIGHTS } from "./rights-table.ts";
import { documentsOf, functionNamed, ofType, type Statement, synthesise, targetOf } from "./synthesis.ts";

const { service } = synthesise({ limits: "production", sandbox: true });

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

function policiesOf(roleId: string): Statement[] {
  return documentsOf(service, roleId).flatMap(({ Statement }) => Statement);
}

function statementsOf(name: string): Statement[] {
  return policiesOf(targetOf(functionNamed(service, name)[1].Properties.Role));
}

const NAMES: [pattern: RegExp, name: string][] = [
  [/^TenderData:ExportsOutputFnGetAttMain.*StreamArn/, "main stream"],
  [/^TenderData:ExportsOutputFnGetAttEvents.*StreamArn/, "events stream"],
  [
    /^TenderData:ExportsOutput\w+?(Main|Transient|Events|CodePepper|CodeCipher|ExchangeSecret|ChannelSecret|ChannelConfigs)[0-9A-F]{8}/,
    "$1",
  ],
  [/^(\w+?)(Table|Queue|Logs)[0-9A-F]{8}$/, "$1$2"],
  [/^PaymentsMachine[0-9A-F]{8}$/, "the payment saga"],
];
const EXECUTIONS = /^arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:the payment saga:\*$/;

function nameOf(resource: unknown): string {
  const parts = (resource as { "Fn::Join"?: [string, unknown[]] })["Fn::Join"]?.[1];
  if (parts) {
    const name = parts.map((part) => (typeof part === "string" ? part : nameOf(part))).join("");
    return EXECUTIONS.test(name) ? "executions of the payment saga" : name;
  }
  if (resource === "*") return "*";
  const id = targetOf(resource);
  for (const [pattern, name] of NAMES) {
    const match = pattern.exec(id);
    if (match) return name.replace("$1", match[1] ?? "").replace("$2", match[2] ?? "");
  }
  return id;
}

/** `GetItem PutItem on Main: PLN#` */
function sentence({ Action, Resource, Condition }: Statement): string[] {
  const keys = Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"];
  const actions = list(Action).map((action) => action.split(":")[1]);
  const rows = keys === undefined ? "" : `: ${list(keys).join(" ")}`;
  return list(Resource).map((resource) => `${actions.join(" ")} on ${nameOf(resource)}${rows}`);
}

function rightsOf(name: string): string[] {
  return statementsOf(name)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(sentence)
    .filter((right) => !/on \*$|Logs$/.test(right))
    .sort();
}

describe("rights", () => {
  test("every function is in the table below", () => {
    expect(ofType(service, "AWS::Lambda::Function")).toHaveLength(Object.keys(RIGHTS).length);
  });

  test.each(Object.entries(RIGHTS))("%s may do this and no more", (name, rights) => {
    expect(rightsOf(name)).toEqual(rights);
  });

  test("an allowed request names a key: one without keys would slip through ForAllValues", () => {
    const keyed = Object.keys(RIGHTS)
      .flatMap(statementsOf)
      .filter(({ Condition }) => Condition?.["ForAllValues:StringLike"]);
    expect(keyed.length).toBeGreaterThan(20);
    for (const { Condition } of keyed) expect(Condition?.Null).toEqual({ "dynamodb:LeadingKeys": "false" });
  });

  const WRITING = Object.keys(RIGHTS).filter(
    (name) => !name.startsWith("Sandbox") && !["ConsoleApi", "DefaultApi", "SagaStarter", "EventFanOut"].includes(name),
  );
  test.each(WRITING)("%s is denied ledger and wallet writes outside of a transaction", (name) => {
    expect(statementsOf(name).filter(({ Effect }) => Effect === "Deny")).toEqual([
      {
        Effect: "Deny",
        Action: ["BatchWriteItem", "DeleteItem", "PartiQLInsert", "PutItem", "UpdateItem"].map(
          (action) => `dynamodb:${action}`,
        ),
        Resource: expect.anything(),
        Condition: {
          "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": ["LEDGER#*", "WALLET#*"] },
          "ForAllValues:StringNotEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems"] },
        },
      },
    ]);
  });

  test("the state machine may call the saga's function and no other", () => {
    const [machine] = ofType(service, "AWS::IAM::Role").filter(([id]) => id.startsWith("PaymentsRole"));
    expect(
      policiesOf(machine?.[0] ?? "")
        .flatMap(sentence)
        .filter((right) => right.startsWith("Invoke")),
    ).toEqual([`InvokeFunction on ${functionNamed(service, "PaymentSaga")[0]}`]);
  });

  test("no statement anywhere allows an action pattern, and only traces, log deliveries and executions go to any resource", () => {
    const allowed = ofType(service, "AWS::IAM::Role")
      .flatMap(([id]) => policiesOf(id))
      .filter(({ Effect }) => Effect === "Allow");
    expect(allowed.flatMap(({ Action }) => list(Action)).filter((action) => action.includes("*"))).toEqual([]);
    const anywhere = allowed.filter(({ Resource }) =>
      list(Resource).some((each) => JSON.stringify(each).includes("*")),
    );
    expect(new Set(anywhere.flatMap(({ Action }) => list(Action)))).toEqual(
      new Set([
        ...["GetSamplingRules", "GetSamplingTargets", "PutTelemetryRecords", "PutTraceSegments"].map(
          (action) => `xray:${action}`,
        ),
        // What Step Functions asks for to write its log: these actions know no resources.
        ...["Create", "Delete", "Get", "List", "Update"].map(
          (verb) => `logs:${verb}LogDeliver${verb === "List" ? "ies" : "y"}`,
        ),
        ...["DescribeLogGroups", "DescribeResourcePolicies", "PutResourcePolicy"].map((action) => `logs:${action}`),
        // Any execution of the one state machine.
        "states:DescribeExecution",
        "states:StopExecution",
      ]),
    );
  });

  test("no role carries a managed policy", () => {
    for (const [id, { Properties }] of ofType(service, "AWS::IAM::Role")) {
      expect([id, Properties.ManagedPolicyArns]).toEqual([id, undefined]);
    }
  });

  test("what a role may do fits into the 10,240 characters that IAM allows it", () => {
    // Longer than any ARN of ours, that of an index with its stack's and table's names: some 100 characters.
    const arn = "x".repeat(110);
    const deployed = (_: string, value: unknown) => (/^\{"(Ref|Fn::)/.test(JSON.stringify(value) ?? "") ? arn : value);
    const lengths = ofType(service, "AWS::IAM::Role").map(([id]) => [
      id,
      documentsOf(service, id).reduce((sum, document) => sum + JSON.stringify(document, deployed).length, 0),
    ]);
    expect(lengths.filter(([, length]) => Number(length) > 9500)).toEqual([]);
  });

  test("a function deletes outbox rows, endpoints that move and Powertools' records, and scans nothing", () => {
    const allowed = Object.keys(RIGHTS)
      .flatMap(statementsOf)
      .filter(({ Effect }) => Effect === "Allow");
    const actions = allowed.flatMap(({ Action }) => list(Action));
    for (const action of ["dynamodb:Scan", "dynamodb:BatchWriteItem"]) expect(actions).not.toContain(action);
    const deleting = allowed.filter(({ Action }) => list(Action).includes("dynamodb:DeleteItem"));
    const rows = deleting.map(({ Condition }) => Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"]);
    expect(new Set(rows.flatMap((keys) => list(keys ?? "any row")))).toEqual(
      new Set(["OUT#*", "LANE#*", "PT#*", "ENDPOINT#*"]),
    );
  });
});
