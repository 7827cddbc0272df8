import type { Item, TableName } from "../../core/foundation/store/table.ts";
import { type IndexSchema, TABLES } from "../../lib/schema.ts";

/** Capacity units as DynamoDB counts them: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */

const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;
const NUMBER_BYTES_MIN = 2;
const CONTAINER_BYTES = 3;

/** Bytes of a row, as they are documented: names and values in UTF-8, a number by its digits, a list by what it holds. */
export function sizeOf(item: Item | undefined): number {
  return Object.entries(item ?? {}).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  );
}

function sizeOfValue(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return NUMBER_BYTES_MIN + Math.ceil(String(value).length / 2);
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return CONTAINER_BYTES + value.reduce((sum, one) => sum + 1 + sizeOfValue(one), 0);
  if (value instanceof Set) return [...value].reduce((sum, one) => sum + sizeOfValue(one), 0);
  if (typeof value === "object" && value !== null)
    return CONTAINER_BYTES + Object.keys(value).length + sizeOf(value as Item);
  return value === undefined ? 0 : 1;
}

export const writeUnits = (item: Item | undefined): number => Math.max(1, Math.ceil(sizeOf(item) / WRITE_UNIT_BYTES));
/** Of rows that one request reads together. @param factor 0.5: eventually consistent, 2: in a transaction */
export const readUnits = (items: readonly Item[], factor: number): number =>
  factor * Math.max(1, Math.ceil(items.reduce((sum, item) => sum + sizeOf(item), 0) / READ_UNIT_BYTES));

/** An entry of an index: which partition it is put into or taken out of, at how many units. */
export interface IndexWrite {
  index: string;
  partition: string;
  units: number;
}

/** What the indexes of a table write when a row of it changes: an entry that moves is taken away and put. */
export function indexWrites(table: TableName, before: Item | undefined, after: Item | undefined): IndexWrite[] {
  const indexes: readonly IndexSchema[] = TABLES[table].indexes;
  return indexes.flatMap((index) => {
    const [was, is] = [entryOf(index, before), entryOf(index, after)];
    const at = (entry: Item) => ({ index: index.name, partition: String(entry[index.partitionKey[0]]) });
    if (was && is && placeOf(index, was) === placeOf(index, is))
      return JSON.stringify(was) === JSON.stringify(is)
        ? []
        : [{ ...at(is), units: Math.max(writeUnits(was), writeUnits(is)) }];
    return [was, is].flatMap((entry) => (entry ? [{ ...at(entry), units: writeUnits(entry) }] : []));
  });
}

const placeOf = ({ partitionKey: [partition], sortKey: [sort] }: IndexSchema, entry: Item): string =>
  `${entry[partition]} ${entry[sort]}`;

/** `undefined`: the row is not in the index. */
function entryOf({ partitionKey: [partition], sortKey: [sort], include }: IndexSchema, row: Item | undefined) {
  if (row?.[partition] === undefined || row[sort] === undefined) return undefined;
  if (include === "ALL") return row;
  const names = ["pk", "sk", partition, sort, ...include];
  return Object.fromEntries(names.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]));
}
