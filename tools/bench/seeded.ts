import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Item } from "../../core/foundation/store/table.ts";
import { TABLES } from "../../lib/schema.ts";
import { LocalError } from "../../local/local-error.ts";
import { findDynoxide } from "../../local/servers/dynamodb-engine.ts";
import { tableInput } from "../../local/template/table-input.ts";
import { NAMES } from "./bench-tables.ts";

/**
 * A database file whose main table has these rows. The engine's own import takes seconds for what a thousand BatchWriteItem calls
 * take a minute for.
 */
export function seed(folder: string, file: string, items: readonly Item[]): void {
  const binary = findDynoxide();
  if (!binary) throw new LocalError("No Dynoxide found: run `npm ci`, or set DYNOXIDE_BIN.");
  const source = join(folder, `${file}-seed`);
  mkdirSync(join(source, NAMES.main, "data"), { recursive: true });
  const lines = items.map((item) => JSON.stringify({ Item: marshall(item, { removeUndefinedValues: true }) }));
  writeFileSync(join(source, NAMES.main, "data", "rows.json.gz"), gzipSync(lines.join("\n"), { level: 1 }));
  const { BillingMode, ...table } = tableInput(NAMES.main, TABLES.main, true);
  const schema = join(source, "schema.json");
  writeFileSync(schema, JSON.stringify({ Table: { ...table, BillingModeSummary: { BillingMode } } }));
  const output = join(folder, file);
  execFileSync(binary, ["import", "--source", source, "--schema", schema, "--output", output], { stdio: "pipe" });
}
