import { describe, expect, test } from "@jest/globals";
import { TENANT_ID } from "../../core/foundation/domain/ids.ts";
import { TABLES, type TableSchema } from "../../lib/schema.ts";
import { ofType, type Resource, synthesise } from "./synthesis.ts";

const { data } = synthesise({ limits: "production", sandbox: false });

function tableNamed(name: "Main" | "Transient" | "Events"): Resource {
  const found = ofType(data, "AWS::DynamoDB::Table").find(([id]) => id.startsWith(name));
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
  test.each([
    ["Main", TABLES.main],
    ["Transient", TABLES.transient],
    ["Events", TABLES.events],
  ] as const)("%s is deployed as the schema says", (name, schema) => {
    const table = tableNamed(name);
    expect(schemaOf(table)).toEqual(schema);
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

test("the data stack holds tables and secrets and nothing that a deployment would replace", () => {
  expect(new Set(Object.values(data.Resources).map(({ Type }) => Type))).toEqual(
    new Set(["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret"]),
  );
});
