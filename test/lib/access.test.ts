import { describe, expect, test } from "@jest/globals";
import { functionNamed, ofType, synthesise, targetOf } from "./synthesis.ts";

interface Statement {
  Effect: "Allow" | "Deny";
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
}

const { service } = synthesise({ limits: "production", sandbox: true });

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

function policiesOf(roleId: string): Statement[] {
  return ofType(service, "AWS::IAM::Policy")
    .filter(([, { Properties }]) => (Properties.Roles as unknown[]).map(targetOf).includes(roleId))
    .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}

function statementsOf(name: string): Statement[] {
  return policiesOf(targetOf(functionNamed(service, name)[1].Properties.Role));
}

const NAMES: [pattern: RegExp, name: string][] = [
  [/^TenderData:ExportsOutputFnGetAttMain.*StreamArn/, "main stream"],
  [/^TenderData:ExportsOutput\w+?(Main|Transient|CodePepper|CodeCipher|ExchangeSecret|ChannelSecret)[0-9A-F]{8}/, "$1"],
  [/^(\w+?)(Table|Queue|Logs)[0-9A-F]{8}$/, "$1$2"],
];

function nameOf(resource: unknown): string {
  const parts = (resource as { "Fn::Join"?: [string, unknown[]] })["Fn::Join"]?.[1];
  if (parts) return parts.map((part) => (typeof part === "string" ? part : nameOf(part))).join("");
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

const RIGHTS: Record<string, string[]> = {
  SetupApi: [
    "BatchGetItem GetItem PutItem UpdateItem on Main: ACC#*",
    "BatchGetItem GetItem PutItem on Main: PLN#*",
    "GetItem on Main: KEY#*",
    "GetSecretValue on CodePepper",
    "PutItem on Transient: IDEM#*",
    "Query on Main/index/state: PLN#* ACC#*",
    "Query on Main/index/state: TENANT#*",
  ],
  RedemptionsApi: [
    "BatchGetItem PutItem Query UpdateItem on Main: RDM#*",
    "GetItem PutItem UpdateItem on Transient: IDEM#*",
    "GetItem Query UpdateItem on Main: BATCH#*",
    "GetItem on Main: KEY#*",
    "GetItem on Main: PLN#*",
    "GetSecretValue on CodeCipher",
    "GetSecretValue on CodePepper",
    "PutItem on Main: OUT#*",
    "Query on Main/index/state: RDM#*",
    "Query on Main/index/state: TENANT#*",
  ],
  OperatorApi: [
    "ConditionCheckItem on Main: RDM#*",
    "GetItem PutItem UpdateItem on Main: RDM#* ACC#*",
    "GetItem on Main: KEY#*",
    "GetItem on Main: PLN#*",
    "GetSecretValue on CodePepper",
    "PutItem on Main: LEDGER#*",
    "PutItem on Transient: IDEM#*",
    "UpdateItem on Main: REVIEW#*",
  ],
  DefaultApi: ["GetItem on Main: KEY#*", "Query on Transient: IDEM#*"],
  RedemptionWorker: [
    "ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage on RedemptionsQueue",
    "GetItem UpdateItem on Main: RDM#* ACC#*",
    "GetItem on Main: PLN#*",
    "GetSecretValue on CodeCipher",
    "GetSecretValue on ExchangeSecret",
    "PutItem on Main: LEDGER#*",
    "PutItem on Main: REVIEW#*",
    "Query on Main/index/selection: SEL#*",
    "SendMessage on RedemptionsDeadLettersQueue",
    "SendMessage on RedemptionsQueue",
  ],
  OutboxRelay: [
    "DescribeStream GetRecords GetShardIterator ListStreams on main stream",
    "GetQueueAttributes GetQueueUrl SendMessage on OutboxDeadLettersQueue",
    "SendMessage on RedemptionsQueue",
    "UpdateItem on Main: OUT#*",
  ],
  Sweeper: [
    "Query on Main/index/due: OUT#* RDM#*",
    "Query on Main/index/state: REVIEW#*",
    "SendMessage on RedemptionsQueue",
    "UpdateItem on Main: OUT#* RDM#*",
  ],
  SandboxExchange: [
    "GetItem PutItem on SandboxTable: CALL#* CARD#*",
    "GetItem on Main: KEY#*",
    "GetSecretValue on ExchangeSecret",
    "Query on SandboxTable/index/effects: EFFECTS*",
  ],
  SandboxChannel: [
    "GetItem PutItem on SandboxTable: CHARGE#* CHARGEKEY#* REFUND#* HOOK#*",
    "GetItem on Main: KEY#*",
    "GetSecretValue on ChannelSecret",
    "PutItem on SandboxTable: EFFECT#*",
    "Query on SandboxTable/index/effects: CHANNEL#*",
  ],
};

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

  test.each(["SetupApi", "RedemptionsApi", "OperatorApi", "RedemptionWorker", "OutboxRelay", "Sweeper"])(
    "%s is denied ledger writes outside of a transaction",
    (name) => {
      expect(statementsOf(name).filter(({ Effect }) => Effect === "Deny")).toEqual([
        {
          Effect: "Deny",
          Action: ["BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"].map((action) => `dynamodb:${action}`),
          Resource: expect.anything(),
          Condition: {
            "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": ["LEDGER#*"] },
            "ForAllValues:StringNotEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems"] },
          },
        },
      ]);
    },
  );

  test("no statement anywhere allows an action pattern, and only traces go to any resource", () => {
    const allowed = ofType(service, "AWS::IAM::Role")
      .flatMap(([id]) => policiesOf(id))
      .filter(({ Effect }) => Effect === "Allow");
    expect(allowed.flatMap(({ Action }) => list(Action)).filter((action) => action.includes("*"))).toEqual([]);
    const anywhere = allowed.filter(({ Resource }) =>
      list(Resource).some((each) => JSON.stringify(each).includes("*")),
    );
    expect(new Set(anywhere.flatMap(({ Action }) => list(Action)))).toEqual(
      new Set(["xray:PutTelemetryRecords", "xray:PutTraceSegments"]),
    );
  });

  test("no role carries a managed policy", () => {
    for (const [id, { Properties }] of ofType(service, "AWS::IAM::Role")) {
      expect([id, Properties.ManagedPolicyArns]).toEqual([id, undefined]);
    }
  });

  test("a function deletes nothing and scans nothing", () => {
    const actions = Object.keys(RIGHTS)
      .flatMap(statementsOf)
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => list(Action));
    for (const action of ["dynamodb:DeleteItem", "dynamodb:Scan", "dynamodb:BatchWriteItem"]) {
      expect(actions).not.toContain(action);
    }
  });
});
