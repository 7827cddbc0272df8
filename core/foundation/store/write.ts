import type { Assignments, Clauses } from "./expression.ts";
import type { Item, Key, TableName, Write } from "./table.ts";

/** The ways in which a row is written, taken away, or looked at, under conditions. `name`: of its business event. */

export function put(name: string, item: Item & Key, only: Clauses, table: TableName = "main"): Write & { kind: "put" } {
  return { kind: "put", name, table, item, only };
}

export function update(
  name: string,
  key: Key,
  change: { set: Assignments; remove?: readonly string[]; only: Clauses },
  table: TableName = "main",
): Write & { kind: "update" } {
  return { kind: "update", name, table, key, ...change };
}

export function remove(name: string, key: Key, only: Clauses, table: TableName = "main"): Write & { kind: "delete" } {
  return { kind: "delete", name, table, key, only };
}

export function check(name: string, key: Key, only: Clauses): Write & { kind: "check" } {
  return { kind: "check", name, table: "main", key, only };
}
