import { describe, expect, test } from "@jest/globals";
import { TENANT_ID } from "../../core/foundation/domain/ids.ts";
import { TABLES, type TableSchema } from "../../lib/schema.ts";
import { documentsOf, ofType, plainTables, type Resource, synthesise } from "./synthesis.ts";
import { PLACED, WATCHFUL } from "./watched.ts";

const { data } = synthesise({ limits: "production", sandbox: false });

const NAMES = ["Main", "Transient", "Events"] as const;
const SCHEMAS = { Main: TABLES.main, Transient: TABLES.transient, Events: TABLES.events };

function tableNamed(name: (typeof NAMES)[number], template = data): Resource {
  const found = ofType(template, "AWS::DynamoDB::Table").find(([id]) => id.startsWith(name));
  if (!found) throw new Error(`no table ${name}`);
  return found[1];
}

/** A table of the template in the words of the schema. */
function schemaOf({ Properties }: Resource): TableSchema {
  const types = Object.fromEntries(
    (Properties.AttributeDefinitions as { AttributeName: string; AttributeType: "S" | "N" }[]).map((each) => [
      each.AttributeName,
      each.AttributeType,
    ]),
  );
  const ttl = Properties.TimeToLiveSpecification as { AttributeName: string } | undefined;
  const indexes = (Properties.GlobalSecondaryIndexes ?? []) as {
    IndexName: string;
    KeySchema: { AttributeName: string }[];
    Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
  }[];
  return {
    stream: Properties.StreamSpecification !== undefined,
    indexes: indexes.map(({ IndexName, KeySchema, Projection }) => {
      const [partition, sort] = KeySchema.map(({ AttributeName }) => [AttributeName, types[AttributeName]]);
      return {
        name: IndexName,
        partitionKey: partition as [string, "S" | "N"],
        sortKey: sort as [string, "S" | "N"],
        include: Projection.ProjectionType === "ALL" ? "ALL" : (Projection.NonKeyAttributes ?? []),
      };
    }),
    ...(ttl ? { ttlAttribute: ttl.AttributeName } : {}),
  };
}

describe("tables", () => {
  test.each(NAMES)("%s is deployed as the schema says", (name) => {
    const table = tableNamed(name);
    expect(schemaOf(table)).toEqual(SCHEMAS[name]);
    expect(table.Properties.KeySchema).toEqual([
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ]);
  });

  test("nothing of the main table ever expires", () => {
    expect(tableNamed("Main").Properties).not.toHaveProperty("TimeToLiveSpecification");
  });

  test("the main table can be restored to any second and streams what was written", () => {
    expect(tableNamed("Main").Properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: "NEW_IMAGE" },
    });
  });

  test.each(["Main", "Transient", "Events"] as const)(
    "%s survives a deletion of the stack and cannot be deleted",
    (name) => {
      expect(tableNamed(name)).toMatchObject({
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: { DeletionProtectionEnabled: true, SSESpecification: { SSEEnabled: true } },
      });
    },
  );
});

describe("secrets", () => {
  const secrets = ofType(data, "AWS::SecretsManager::Secret");

  test("all are made by Secrets Manager, from 64 characters, and survive the stack", () => {
    expect(secrets.map(([id]) => id.replace(/[0-9A-F]{8}$/, "")).sort()).toEqual([
      "ChannelConfigs",
      "ChannelSecret",
      "CodeCipher",
      "CodePepper",
      "ExchangeSecret",
    ]);
    for (const [, secret] of secrets) {
      expect(secret).toMatchObject({
        DeletionPolicy: "Retain",
        Properties: { GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } },
      });
      // A value of the template would be written again by a later deployment.
      expect(secret.Properties).not.toHaveProperty("SecretString");
    }
  });

  test("the channels' configurations begin as a JSON object in which no merchant has an account", () => {
    const configs = secrets.filter(([id]) => id.startsWith("ChannelConfigs")).map(([, { Properties }]) => Properties);
    expect(configs).toMatchObject([
      { GenerateSecretString: { SecretStringTemplate: "{}", GenerateStringKey: "_generated" } },
    ]);
    expect("_generated").not.toMatch(TENANT_ID);
  });
});

describe("a stage with a replica", () => {
  const copied = synthesise({ limits: "production", sandbox: false, stage: WATCHFUL });
  const inBoth = ["eu-west-1", "eu-central-1"];

  test.each(NAMES)(
    "has %s in both regions, kept, encrypted and restorable in each as in the one without it",
    (name) => {
      const [[, table] = []] = ofType(copied.data, "AWS::DynamoDB::GlobalTable").filter(([id]) => id.startsWith(name));
      const replicas = table?.Properties.Replicas as Record<string, unknown>[];
      expect(replicas.map(({ Region }) => Region)).toEqual(inBoth);
      for (const replica of replicas)
        expect(replica).toMatchObject({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: name === "Main" },
          Tags: [{ Key: "tender-stage", Value: "production" }],
        });
      expect(table).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
      const { StreamSpecification, ...plain } = tableNamed(name, plainTables(copied.data)).Properties;
      const { StreamSpecification: _, ...without } = tableNamed(name).Properties;
      expect(plain).toEqual(without);
      // What a replica is fed from.
      expect(StreamSpecification).toEqual({ StreamViewType: "NEW_AND_OLD_IMAGES" });
    },
  );

  test("has every secret of its rows there, too", () => {
    const secrets = ofType(copied.data, "AWS::SecretsManager::Secret");
    expect(secrets.map(([id]) => id)).toEqual(ofType(data, "AWS::SecretsManager::Secret").map(([id]) => id));
    for (const [, { Properties }] of secrets) expect(Properties.ReplicaRegions).toEqual([{ Region: "eu-west-1" }]);
  });

  test("has the streams that feed it before there is one: nobody can change them afterwards", () => {
    const { data: alone } = synthesise({ limits: "production", sandbox: false, stage: PLACED });
    const tables = ofType(alone, "AWS::DynamoDB::GlobalTable");
    expect(tables).toHaveLength(NAMES.length);
    for (const [id, { Properties }] of tables) {
      const { Replicas, ...common } = (copied.data.Resources[id] as Resource).Properties;
      expect(Properties).toEqual({ ...common, Replicas: (Replicas as object[]).slice(1) });
    }
  });

  test("lets no function write to the replica: every right on a table is one on the stage's own region", () => {
    const statements = ofType(copied.service, "AWS::IAM::Role")
      .flatMap(([id]) => documentsOf(copied.service, id))
      .flatMap(({ Statement }) => Statement)
      .filter(({ Action }) => [Action].flat().some((action) => action.startsWith("dynamodb:")));
    expect(statements.length).toBeGreaterThan(50);
    const arns = new Set(statements.flatMap(({ Resource }) => [Resource].flat()).map((arn) => JSON.stringify(arn)));
    for (const arn of arns) expect(arn).toMatch(/ImportValue":"TenderData-production:ExportsOutputFnGetAtt/);
    const rights = JSON.stringify(ofType(copied.service, "AWS::IAM::Role"));
    expect(rights).not.toContain("eu-west-1");
  });
});

test("the data stack holds tables and secrets and nothing that a deployment would replace", () => {
  expect(new Set(Object.values(data.Resources).map(({ Type }) => Type))).toEqual(
    new Set(["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret"]),
  );
});
