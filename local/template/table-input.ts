import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { TableSchema } from "../../lib/schema.ts";

/** The CreateTable call for a schema of `lib/schema.ts`. */
export function tableInput(name: string, schema: TableSchema, stream: boolean): CreateTableCommandInput {
  const types = new Map<string, "S" | "N">([
    ["pk", "S"],
    ["sk", "S"],
  ]);
  for (const index of schema.indexes) {
    for (const [attribute, type] of [index.partitionKey, index.sortKey]) types.set(attribute, type);
  }
  const input: CreateTableCommandInput = {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
  };
  if (schema.indexes.length > 0) {
    input.GlobalSecondaryIndexes = schema.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: [
        { AttributeName: index.partitionKey[0], KeyType: "HASH" },
        { AttributeName: index.sortKey[0], KeyType: "RANGE" },
      ],
      Projection: projection(index.include),
    }));
  }
  if (stream && schema.stream)
    input.StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" };
  return input;
}

function projection(include: readonly string[] | "ALL") {
  if (include === "ALL") return { ProjectionType: "ALL" as const };
  if (include.length === 0) return { ProjectionType: "KEYS_ONLY" as const };
  return { ProjectionType: "INCLUDE" as const, NonKeyAttributes: [...include] };
}
