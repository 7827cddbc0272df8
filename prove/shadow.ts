import type { Item } from "../core/foundation/store/table.ts";
import { isTrue } from "./refusals.ts";

/** A write as the document client's commands spell it. */
export interface WireWrite {
  TableName: string;
  Item?: Item;
  Key?: Item;
  isDelete?: true;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
}

/** As `core/foundation/store/insert.ts` spells it. */
export interface WireInsert {
  Statement: string;
  Parameters: unknown[];
}

export interface WireQuery {
  TableName: string;
  IndexName?: string;
  KeyConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Item;
  Limit?: number;
  ScanIndexForward?: boolean;
}

export interface Change {
  key: string;
  before: Item | undefined;
  /** `undefined`: it was taken away. */
  after: Item | undefined;
}

export interface KeptChange extends Change {
  after: Item;
}

/** How many of the last changes an index may not have seen yet. */
const UNSEEN_MAX = 4;

/**
 * What the main table holds, kept by watching the writes that the engine has accepted. It decides nothing that the code
 * gets to see, but for what an index that is behind would answer; at the end it must equal the table.
 */
export class Shadow {
  readonly rows = new Map<string, Item>();
  #unseen: Change[] = [];
  /** As long as nothing is written. */
  readonly #known = new Map<string, ReadonlySet<unknown>>();

  apply(write: WireWrite): Change {
    this.#known.clear();
    const key = keyOf((write.Item ?? write.Key) as Item);
    const before = this.rows.get(key);
    const after = afterOf(before, write);
    if (after) this.rows.set(key, after);
    else this.rows.delete(key);
    const change = { key, before, after };
    this.#unseen = [...this.#unseen, change].slice(-UNSEEN_MAX);
    return change;
  }

  become(rows: ReadonlyMap<string, Item>): void {
    this.rows.clear();
    for (const [key, row] of rows) this.rows.set(key, row);
    this.#unseen = [];
    this.#known.clear();
  }

  /** What an index answers nothing to, up to date or behind, nobody needs to be asked: a sweep has dozens of such questions. */
  isSurelyEmpty(query: WireQuery): boolean {
    if (query.IndexName === undefined) return false;
    if (!this.#partitions(String(query.ExpressionAttributeNames["#p"])).has(query.ExpressionAttributeValues[":p"]))
      return true;
    const isFound = (row: Item | undefined) => row !== undefined && isIn(query, row);
    return ![...this.rows.values()].some(isFound) && !this.#unseen.some(({ before }) => isFound(before));
  }

  /** What rows have in this attribute, and had before the last changes. A sweep asks for hundreds of parts in which nothing is. */
  #partitions(attribute: string): ReadonlySet<unknown> {
    const known = this.#known.get(attribute);
    if (known) return known;
    const there = [...this.rows.values(), ...this.#unseen.map(({ before }) => before)];
    const partitions = new Set(there.map((row) => row?.[attribute]));
    this.#known.set(attribute, partitions);
    return partitions;
  }

  /** The same page from an index that has not seen the last changes. */
  stale(query: WireQuery, items: readonly Item[]): Item[] {
    const { ExpressionAttributeNames: names, ExpressionAttributeValues: values, Limit, ScanIndexForward } = query;
    const oldest = new Map<string, Item | undefined>();
    for (const { key, before } of this.#unseen.toReversed()) oldest.set(key, before);
    const was = [...oldest.values()].filter((row) => row !== undefined).filter((row) => isIn(query, row));
    const sort = names["#s"] ?? SORTS[String(names["#p"])] ?? "sk";
    const sign = ScanIndexForward === false ? -1 : 1;
    return [...items.filter((item) => !oldest.has(keyOf(item))), ...was]
      .filter((row) => row[String(names["#p"])] === values[":p"])
      .sort((a, b) => (String(a[sort]) < String(b[sort]) ? -sign : sign))
      .slice(0, Limit);
  }

  /** When the first row is due; `undefined`: nobody has anything left to do. */
  get dueAtMs(): number | undefined {
    let first: number | undefined;
    for (const { duePk, dueAt } of this.rows.values()) {
      if (duePk !== undefined && (first === undefined || Number(dueAt) < first)) first = Number(dueAt);
    }
    return first;
  }
}

const SORTS: Record<string, string> = {
  duePk: "dueAt",
  statePk: "stateSk",
  listPk: "stateSk",
  allPk: "stateSk",
  ownerPk: "stateSk",
  selectionPk: "selectionSk",
  resourcePk: "stateSk",
};

function afterOf(before: Item | undefined, write: WireWrite): Item | undefined {
  if (write.isDelete) return undefined;
  const after = write.Item ? { ...write.Item } : updated({ ...(before ?? write.Key) }, write);
  for (const name of Object.keys(after)) if (after[name] === undefined) delete after[name];
  return after;
}

/** The put that a statement is. */
export function insertedBy({ Statement, Parameters }: WireInsert): WireWrite {
  const TableName = /^INSERT INTO "([^"]+)" VALUE /.exec(Statement)?.[1];
  if (TableName === undefined) throw new Error(`what does ${Statement} write?`);
  const names = [...Statement.matchAll(/'(\w+)': \?/g)].map(([, name = ""]) => name);
  return { TableName, Item: Object.fromEntries(names.map((name, index) => [name, Parameters[index]])) };
}

export function keyOf({ pk, sk }: Item): string {
  return `${pk} ${sk}`;
}

function isIn(
  { KeyConditionExpression, ExpressionAttributeNames: names, ExpressionAttributeValues: values }: WireQuery,
  row: Item,
): boolean {
  // Most rows stand in another partition.
  if (row[String(names["#p"])] !== values[":p"]) return false;
  return isTrue(KeyConditionExpression, (path) => (path.startsWith(":") ? values[path] : row[names[path] ?? ""]));
}

/** The update expressions that `core/foundation/store/expression.ts` writes, applied to a row. */
function updated(row: Item, write: WireWrite): Item {
  const { UpdateExpression = "", ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = write;
  const [, set = "", remove = ""] = /^(?:SET (.*?))?(?: ?REMOVE (.*))?$/.exec(UpdateExpression) ?? [];
  const before = { ...row };
  for (const assignment of set.split(/, (?=#\w+ = )/).filter(Boolean)) {
    const [target = "", right = ""] = assignment.split(" = ");
    row[names[target] ?? target] = evaluated(right, before[names[target] ?? target], values);
  }
  for (const name of remove.split(", ").filter(Boolean)) delete row[names[name] ?? name];
  return row;
}

function evaluated(right: string, current: unknown, values: Item): unknown {
  const given = [...right.matchAll(/:\w+/g)].map(([name]) => values[name]);
  if (right.startsWith("list_append")) return [...((current ?? given[0]) as unknown[]), ...(given[1] as unknown[])];
  if (right.includes(" + ")) return Number(current ?? given[0]) + Number(given[1]);
  if (right.startsWith("if_not_exists")) return current ?? given[0];
  return given[0];
}
