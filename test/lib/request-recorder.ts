import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { insertedBy, type WireInsert } from "../../prove/shadow.ts";

type Row = { pk: string };
interface Action {
  TableName: string;
  Key?: Row;
  Item?: Row;
  IndexName?: string;
  ExpressionAttributeValues?: Record<string, unknown>;
}
type Input = Action & {
  Statements?: WireInsert[];
  RequestItems?: Record<string, { Keys: Row[] }>;
  TransactItems?: Partial<Record<"Get" | "Put" | "Update" | "Delete" | "ConditionCheck", Action>>[];
};

const SINGLE: Record<string, string> = {
  GetCommand: "GetItem",
  PutCommand: "PutItem",
  UpdateCommand: "UpdateItem",
  DeleteCommand: "DeleteItem",
};
const IN_TRANSACTION = {
  Get: "GetItem",
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
} as const;

/** Notes each request that passes as the rights it needs: `PutItem main RDM#`. What it does not know it refuses. */
export function recorder(client: DynamoDBDocumentClient, tables: { main: string; transient: string; events: string }) {
  const used = new Set<string>();
  /** Written alone, outside of any transaction. */
  const alone = new Set<string>();
  const note = (action: string, { TableName, IndexName, Key, Item, ExpressionAttributeValues }: Action) => {
    const table = Object.entries(tables).find(([, each]) => each === TableName)?.[0];
    const key = Key?.pk ?? Item?.pk ?? String(ExpressionAttributeValues?.[":p"]);
    const right = `${action} ${table}${IndexName ? `/${IndexName}` : ""} ${key.split("#")[0]}#`;
    used.add(right);
    return right;
  };
  const send = (command: { constructor: { name: string }; input: Input }) => {
    const { input } = command;
    const { name } = command.constructor;
    const single = SINGLE[name];
    if (single) {
      const right = note(single, input);
      if (single !== "GetItem") alone.add(right);
    } else if (name === "QueryCommand") note("Query", input);
    else if (name === "BatchGetCommand") {
      for (const [TableName, { Keys }] of Object.entries(input.RequestItems ?? {})) {
        for (const Key of Keys) note("BatchGetItem", { TableName, Key });
      }
    } else if (name === "TransactWriteCommand" || name === "TransactGetCommand") {
      for (const item of input.TransactItems ?? []) {
        for (const [kind, action] of Object.entries(item)) note(IN_TRANSACTION[kind as "Put"], action);
      }
    } else if (name === "BatchExecuteStatementCommand") {
      for (const statement of input.Statements ?? []) alone.add(note("PartiQLInsert", insertedBy(statement) as Action));
    } else throw new Error(`what rights does ${name} need?`);
    return client.send(command as never);
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, used, alone };
}
