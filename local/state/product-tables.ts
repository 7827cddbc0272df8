import { randomBytes } from "node:crypto";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Tables } from "../../core/foundation/store/table.ts";
import { LocalError } from "../local-error.ts";

export interface TableNames {
  main: string;
  transient: string;
  events: string;
}

/** The key registry lives in the deployed tables: what the services need to reach them from a terminal. */
export function registryDeps(client: DynamoDBClient, names: TableNames) {
  return {
    tables: new Tables({
      client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
      ...names,
      fraction: Math.random,
      pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    }),
    clock: Date.now,
    randomBytes: (count: number) => new Uint8Array(randomBytes(count)),
  };
}

export function tableNames(outputs: Record<string, string | undefined>): TableNames {
  const { MainTableName: main, TransientTableName: transient, EventsTableName: events } = outputs;
  if (!main || !transient || !events)
    throw new LocalError("The stack has no outputs MainTableName, TransientTableName and EventsTableName.");
  return { main, transient, events };
}
