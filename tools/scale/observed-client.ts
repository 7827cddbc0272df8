import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Item, Key, TableName } from "../../core/foundation/store/table.ts";
import { indexWrites, readUnits, writeUnits } from "./units.ts";

/** One row or index entry that a request read or wrote. `row`: within its partition; a query has none. */
export interface Touch {
  kind: "read" | "write";
  table: TableName;
  index?: string;
  partition: string;
  row?: string;
  units: number;
  /** Of a transaction, in which two that meet at a row stand in each other's way. */
  isTransaction?: true;
}

type Place = { TableName: string; Key: Key };
type Written = Place & { put?: Item };
interface Wire {
  input: Item;
}

const BATCH_GET_MAX_KEYS = 100;
const INSERT = /^INSERT INTO "([^"]+)" VALUE /;

/**
 * The door to a real engine, which knows each row before and after it is written: what a write costs table and indexes follows
 * from both. Its users do not run side by side on the same rows.
 */
export class ObservedClient {
  readonly touches: Touch[] = [];
  /** Rows that are new, as the streams show them. */
  readonly events: Item[] = [];
  readonly outbox: Item[] = [];
  /** What it has written, as it stands: nobody else writes here. */
  readonly #known = new Map<string, Item | undefined>();
  readonly #client: DynamoDBDocumentClient;
  readonly #names: Record<TableName, string>;

  constructor(client: DynamoDBDocumentClient, names: Record<TableName, string>) {
    this.#client = client;
    this.#names = names;
  }

  async send(command: Wire): Promise<unknown> {
    const places = writtenBy(command.input);
    const answer = (await this.#client.send(command as never)) as Item;
    const before = places.map((place) => this.#known.get(nameOf(place)));
    const after = await this.#rows(places);
    for (const [index, place] of places.entries()) this.#known.set(nameOf(place), after[index]);
    const isTransaction = "TransactItems" in command.input;
    for (const [index, { TableName, Key }] of places.entries())
      this.#wrote(this.#tableOf(TableName), Key, before[index], after[index], isTransaction);
    this.#read(command.input, answer);
    return answer;
  }

  #wrote(table: TableName, { pk, sk }: Key, before: Item | undefined, after: Item | undefined, isTransaction: boolean) {
    const units = Math.max(writeUnits(before), writeUnits(after)) * (isTransaction ? 2 : 1);
    const together = isTransaction ? ({ isTransaction } as const) : {};
    this.touches.push({ kind: "write", table, partition: pk, row: sk, units, ...together });
    for (const entry of indexWrites(table, before, after)) this.touches.push({ kind: "write", table, ...entry });
    if (before || !after) return;
    if (pk.startsWith("EVT#")) this.events.push(after);
    if (pk.startsWith("OUT#")) this.outbox.push(after);
  }

  #read(input: Item, answer: Item): void {
    const { TableName, IndexName, ExpressionAttributeValues } = input as Record<string, string> & {
      ExpressionAttributeValues?: Item;
    };
    if ("KeyConditionExpression" in input) {
      const items = (answer.Items ?? []) as Item[];
      this.touches.push({
        ...{
          kind: "read",
          table: this.#tableOf(String(TableName)),
          partition: String(ExpressionAttributeValues?.[":p"]),
        },
        ...(IndexName === undefined ? {} : { index: IndexName }),
        units: readUnits(items, IndexName === undefined ? 1 : 0.5),
      });
    }
    for (const { TableName, Key, factor } of readBy(input)) {
      const { pk, sk } = Key;
      const found = rowsIn(answer).find((item) => item.pk === pk && item.sk === sk);
      const units = readUnits(found ? [found] : [], factor);
      this.touches.push({ kind: "read", table: this.#tableOf(TableName), partition: pk, row: sk, units });
    }
  }

  #tableOf(name: string): TableName {
    const [table] = Object.entries(this.#names).find(([, each]) => each === name) ?? [];
    if (table === undefined) throw new Error(`which table is ${name}?`);
    return table as TableName;
  }

  /** As they are now: what was put is as it was put. */
  async #rows(places: readonly Written[]): Promise<(Item | undefined)[]> {
    const found = new Map(places.flatMap((place) => (place.put ? [[nameOf(place), place.put] as const] : [])));
    const asked = places.filter(({ put }) => put === undefined);
    for (let at = 0; at < asked.length; at += BATCH_GET_MAX_KEYS) {
      const byTable = Map.groupBy(asked.slice(at, at + BATCH_GET_MAX_KEYS), ({ TableName }) => TableName);
      const RequestItems = Object.fromEntries(
        [...byTable].map(([name, some]) => [name, { Keys: some.map(({ Key }) => Key), ConsistentRead: true }]),
      );
      const { Responses = {} } = await this.#client.send(new BatchGetCommand({ RequestItems }));
      for (const [TableName, items] of Object.entries(Responses))
        for (const item of items) found.set(nameOf({ TableName, Key: keyIn(item) }), item);
    }
    return places.map((place) => found.get(nameOf(place)));
  }
}

const nameOf = ({ TableName, Key: { pk, sk } }: Place): string => `${TableName} ${pk} ${sk}`;
const keyIn = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });

const definedIn = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));

/** Where a command writes, or looks under a condition of its transaction, which costs as much. */
function writtenBy(input: Item): Written[] {
  const {
    TableName,
    Item: put,
    Key: key,
    TransactItems = [],
    Statements = [],
  } = input as {
    TableName: string;
    Item?: Item;
    Key?: Item;
    TransactItems?: Record<string, { TableName: string; Item?: Item; Key?: Item }>[];
    Statements?: { Statement: string; Parameters: unknown[] }[];
  };
  if (put) return [{ TableName, Key: keyIn(put), put: definedIn(put) }];
  if (key && "ReturnValuesOnConditionCheckFailure" in input) return [{ TableName, Key: keyIn(key) }];
  const actions = TransactItems.flatMap((item) => Object.entries(item).filter(([kind]) => kind !== "Get"));
  return [
    ...actions.map(([, { TableName, Item: put, Key: key }]) => ({
      ...{ TableName, Key: keyIn(put ?? key ?? {}) },
      ...(put && { put: definedIn(put) }),
    })),
    ...Statements.map(({ Statement, Parameters }) => {
      const names = [...Statement.matchAll(/'(\w+)': \?/g)].map(([, name = ""]) => name);
      const row = Object.fromEntries(names.map((name, index) => [name, Parameters[index]]));
      return { TableName: INSERT.exec(Statement)?.[1] ?? "", Key: keyIn(row) };
    }),
  ];
}

function readBy(input: Item): (Place & { factor: number })[] {
  const {
    TableName,
    Key: key,
    TransactItems = [],
    RequestItems = {},
  } = input as {
    TableName: string;
    Key?: Item;
    TransactItems?: { Get?: { TableName: string; Key: Item } }[];
    RequestItems?: Record<string, { Keys: Item[] }>;
  };
  const one = key && "ConsistentRead" in input ? [{ TableName, Key: keyIn(key), factor: 1 }] : [];
  const together = TransactItems.flatMap(({ Get }) =>
    Get ? [{ TableName: Get.TableName, Key: keyIn(Get.Key), factor: 2 }] : [],
  );
  const many = Object.entries(RequestItems).flatMap(([TableName, { Keys }]) =>
    Keys.map((each) => ({ TableName, Key: keyIn(each), factor: 1 })),
  );
  return [...one, ...together, ...many];
}

function rowsIn({ Item: one, Responses = {} }: Item): Item[] {
  const answers = Array.isArray(Responses)
    ? (Responses as { Item?: Item }[]).map(({ Item: each }) => each)
    : Object.values(Responses as Record<string, Item[]>).flat();
  return [one as Item | undefined, ...answers].filter((item) => item !== undefined);
}
