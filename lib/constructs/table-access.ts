import { Effect, type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { AccessRow, RowAction } from "../access.ts";

/** A table of a stack, or one that was set back and is in none. */
export interface AnyTable {
  readonly tableName: string;
  readonly tableArn: string;
  readonly tableStreamArn?: string | undefined;
}

/** A secret of a stack, or one that was taken over. */
export interface AnySecret {
  readonly secretArn: string;
}

export type TableName = "main" | "transient" | "events" | "sandbox";

/** Gives a function the rights of its rows in `access.ts`, and nothing else. */
export function grantAccess(
  grantee: IGrantable,
  rows: readonly AccessRow[],
  tables: Partial<Record<TableName, AnyTable>>,
): void {
  for (const row of rows) grantee.grantPrincipal.addToPrincipalPolicy(allow(row, tables));
  if (tables.main && rows.some((row) => row.on === "main" && writes(row))) {
    grantee.grantPrincipal.addToPrincipalPolicy(denyLoneMoneyWrites(tables.main));
  }
}

function allow(row: AccessRow, tables: Partial<Record<TableName, AnyTable>>): PolicyStatement {
  const [tableName, index] = row.on.split("/") as [TableName, string?];
  const table = tables[tableName];
  if (!table) throw new Error(`No table ${tableName} for the rights on ${row.on}`);
  return new PolicyStatement({
    actions: row.may.map((action) => `dynamodb:${action}`),
    resources: [index === undefined ? table.tableArn : `${table.tableArn}/index/${index}`],
    ...(row.rows.includes("*") ? {} : { conditions: keysBeginWith(row.rows) }),
  });
}

/** `ForAllValues` holds for a request that names no key at all, so such requests are refused by `Null`. */
function keysBeginWith(prefixes: readonly string[]): Record<string, Record<string, unknown>> {
  return {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": prefixes.map((prefix) => `${prefix}*`) },
    Null: { "dynamodb:LeadingKeys": "false" },
  };
}

const WRITING: readonly RowAction[] = ["PutItem", "UpdateItem", "DeleteItem", "PartiQLInsert"];

function writes(row: AccessRow): boolean {
  return row.may.some((action) => WRITING.includes(action));
}

/**
 * A ledger row belongs to a balance: both are written in one transaction or not at all. The key is absent outside of
 * transactions, and `ForAllValues` with a negated operator holds for an absent key: the write is denied.
 */
function denyLoneMoneyWrites(main: AnyTable): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.DENY,
    actions: [...WRITING, "BatchWriteItem"].map((action) => `dynamodb:${action}`),
    resources: [main.tableArn],
    conditions: {
      "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": ["LEDGER#*", "WALLET#*"] },
      "ForAllValues:StringNotEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems"] },
    },
  });
}
