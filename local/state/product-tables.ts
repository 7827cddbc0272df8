import { randomBytes } from "node:crypto";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Tables } from "../../core/foundation/store/table.ts";
import { LocalError } from "../local-error.ts";

/** The key registry lives in the deployed tables: what the services need to reach them from a terminal. */
export function registryDeps(client: DynamoDBClient, names: { main: string; transient: string }) {
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

export function tableNames(outputs: Record<string, string | undefined>): { main: string; transient: string } {
  const { MainTableName: main, TransientTableName: transient } = outputs;
  if (!main || !transient) throw new LocalError("The stack has no outputs MainTableName and TransientTableName.");
  return { main, transient };
}
