import type { AttributeValue, CancellationReason } from "@aws-sdk/client-dynamodb";
import {
  BatchExecuteStatementCommand,
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { RetryableError, type SoonCode } from "../domain/errors.ts";
import { type Assignments, type Clauses, toExpression } from "./expression.ts";
import { insertable, insertStatement } from "./insert.ts";

export type TableName = "main" | "transient" | "events";
export type Item = Record<string, unknown>;

export interface Key {
  pk: string;
  sk: string;
}

/** One write with the name of its business event and the clauses under which alone it may happen. */
export type Write =
  | { kind: "put"; name: string; table: TableName; item: Item & Key; only: Clauses; tells?: EventPut }
  | {
      kind: "update";
      name: string;
      table: TableName;
      key: Key;
      set?: Assignments;
      remove?: readonly string[];
      only: Clauses;
      tells?: EventPut;
    }
  | { kind: "delete"; name: string; table: TableName; key: Key; only: Clauses }
  | { kind: "check"; name: string; table: TableName; key: Key; only: Clauses };

/** The event that a write tells of: it happens in the same transaction. */
export interface EventPut {
  kind: "put";
  name: string;
  table: "events";
  item: Item & Key;
  only: Clauses;
}

/** A write whose clauses did not hold, with the row that was there instead (`undefined`: none). */
export interface Refusal {
  old: Item | undefined;
}

/** `row`: as the write has left it, where that was asked for. */
export type Committed = { committed: true; row?: Item } | { committed: false; refusals: (Refusal | undefined)[] };

/** What comes back with an update. */
interface Told {
  ReturnValues?: "ALL_NEW";
}

export interface IndexQuery {
  index?: "due" | "state" | "list" | "all" | "owner" | "receiver" | "selection" | "resource";
  partition: [attribute: string, value: string];
  sort?: { attribute: string; operator: "<" | "<=" | ">" | ">=" | "begins_with"; value: string | number };
  limit: number;
  newestFirst?: boolean;
  after?: Item | undefined;
}

export interface TablesOptions {
  client: DynamoDBDocumentClient;
  main: string;
  transient: string;
  events: string;
  /** 0 <= x < 1, for full jitter. */
  fraction: () => number;
  pause: (ms: number) => Promise<void>;
  /** Clauses (`<write>.<clause>`) left out on purpose; only the mutation gate names any. */
  omit?: ReadonlySet<string>;
}

/** A conflicting transaction is tried three times: the row is busy for milliseconds, a caller waits for seconds at most. */
const CONFLICT_TRIES_MAX = 3;
const CONFLICT_BACKOFF_MS = 40;
/** What a caller is told to wait when three tries met other transactions each time. */
const CONFLICT_RETRY_AFTER_MS = 1000;
/** DynamoDB's bound on keys in one BatchGetItem. */
const BATCH_GET_MAX_KEYS = 100;

/** There, or not. */
const ANY_ROW = "attribute_exists(pk) OR attribute_not_exists(pk)";

/** Others were writing the same rows each time. `met`: whose, by their places among the writes, when it was tried last. */
export class ConflictError extends RetryableError {
  readonly met: readonly number[];

  constructor(met: readonly number[], code: SoonCode = "overloaded") {
    super(code, "another request is writing the same rows", CONFLICT_RETRY_AFTER_MS);
    this.met = met;
  }
}

/** The only door to DynamoDB. */
export class Tables {
  readonly #options: TablesOptions;
  readonly #omit: ReadonlySet<string>;

  constructor(options: TablesOptions) {
    this.#options = options;
    this.#omit = options.omit ?? new Set();
  }

  /** Strongly consistent. */
  async get(table: TableName, key: Key): Promise<Item | undefined> {
    const { Item } = await this.#send(() =>
      this.#options.client.send(new GetCommand({ TableName: this.#options[table], Key: key, ConsistentRead: true })),
    );
    return Item;
  }

  /** Strongly consistent, in the order of `keys`; one request per 100 different keys. */
  async getMany(table: TableName, keys: readonly Key[]): Promise<(Item | undefined)[]> {
    return this.getAcross(keys.map((key) => ({ table, ...key })));
  }

  /** Like `getMany`, over all tables at once. */
  async getAcross(keys: readonly (Key & { table: TableName })[]): Promise<(Item | undefined)[]> {
    const found = new Map<string, Item>();
    // DynamoDB refuses a key that stands twice in one request.
    const different = [...new Map(keys.map((key) => [placeOf(key.table, key), key])).values()];
    for (let from = 0; from < different.length; from += BATCH_GET_MAX_KEYS) {
      let wanted = different.slice(from, from + BATCH_GET_MAX_KEYS);
      for (let tries = 0; wanted.length > 0; tries++) {
        if (tries > 0) await this.backOff(tries);
        if (tries > CONFLICT_TRIES_MAX)
          throw new RetryableError("overloaded", "the tables are too busy", CONFLICT_RETRY_AFTER_MS);
        wanted = await this.#getSome(wanted, found);
      }
    }
    return keys.map((key) => found.get(placeOf(key.table, key)));
  }

  /** Returns what DynamoDB left out this time. */
  async #getSome(wanted: readonly (Key & { table: TableName })[], found: Map<string, Item>) {
    const tables = [...Map.groupBy(wanted, ({ table }) => table)];
    const RequestItems = Object.fromEntries(
      tables.map(([table, keys]) => [
        this.#options[table],
        { Keys: keys.map(({ pk, sk }) => ({ pk, sk })), ConsistentRead: true },
      ]),
    );
    const answer = await this.#send(() => this.#options.client.send(new BatchGetCommand({ RequestItems })));
    return tables.flatMap(([table]) => {
      const name = this.#options[table];
      for (const item of answer.Responses?.[name] ?? []) found.set(placeOf(table, item as Item & Key), item);
      return ((answer.UnprocessedKeys?.[name]?.Keys ?? []) as Key[]).map((key) => ({ table, ...key }));
    });
  }

  /** At most 100 rows of one and the same moment, in the order of `keys`. */
  async snapshot(table: TableName, keys: readonly Key[]): Promise<(Item | undefined)[]> {
    const TransactItems = keys.map((Key) => ({ Get: { TableName: this.#options[table], Key } }));
    for (let tries = 0; tries < CONFLICT_TRIES_MAX; tries++) {
      if (tries > 0) await this.backOff(tries);
      try {
        const answer = await this.#send(() => this.#options.client.send(new TransactGetCommand({ TransactItems })));
        return (answer.Responses ?? []).map(({ Item }) => Item);
      } catch (error) {
        if (!isNamed(error, "TransactionCanceledException")) throw error;
      }
    }
    throw new RetryableError("overloaded", "these rows are being written all the while", CONFLICT_RETRY_AFTER_MS);
  }

  /** One page. Strongly consistent on the table, eventually on an index. */
  async query(table: TableName, query: IndexQuery): Promise<{ items: Item[]; after: Item | undefined }> {
    const { sort } = query;
    const sortCondition = !sort
      ? ""
      : sort.operator === "begins_with"
        ? " AND begins_with(#s, :s)"
        : ` AND #s ${sort.operator} :s`;
    const answer = await this.#send(() =>
      this.#options.client.send(
        new QueryCommand({
          TableName: this.#options[table],
          ...(query.index ? { IndexName: query.index } : { ConsistentRead: true }),
          KeyConditionExpression: `#p = :p${sortCondition}`,
          ExpressionAttributeNames: { "#p": query.partition[0], ...(sort ? { "#s": sort.attribute } : {}) },
          ExpressionAttributeValues: { ":p": query.partition[1], ...(sort ? { ":s": sort.value } : {}) },
          Limit: query.limit,
          ScanIndexForward: !query.newestFirst,
          ExclusiveStartKey: query.after,
        }),
      ),
    );
    return { items: answer.Items ?? [], after: answer.LastEvaluatedKey };
  }

  /**
   * One page of a whole table, in its own order: of at most `limit` rows those that have one of these attributes. Eventually
   * consistent, and dear: for programs that a person runs, since no function has the right.
   */
  async scan(
    table: TableName,
    { holding, limit, after }: { holding: readonly string[]; limit: number; after: Item | undefined },
  ): Promise<{ items: Item[]; after: Item | undefined; read: number }> {
    const answer = await this.#send(() =>
      this.#options.client.send(
        new ScanCommand({
          TableName: this.#options[table],
          FilterExpression: holding.map((attribute) => `attribute_exists(#${attribute})`).join(" OR "),
          ExpressionAttributeNames: Object.fromEntries(holding.map((attribute) => [`#${attribute}`, attribute])),
          Limit: limit,
          ExclusiveStartKey: after,
        }),
      ),
    );
    return { items: answer.Items ?? [], after: answer.LastEvaluatedKey, read: answer.ScannedCount ?? 0 };
  }

  /** How many rows an index partition holds; walks it without reading rows out. */
  async count(index: "state", partition: [attribute: string, value: string]): Promise<number> {
    let total = 0;
    let after: Item | undefined;
    do {
      const answer = await this.#send(() =>
        this.#options.client.send(
          new QueryCommand({
            TableName: this.#options.main,
            IndexName: index,
            Select: "COUNT",
            KeyConditionExpression: "#p = :p",
            ExpressionAttributeNames: { "#p": partition[0] },
            ExpressionAttributeValues: { ":p": partition[1] },
            ExclusiveStartKey: after,
          }),
        ),
      );
      total += answer.Count ?? 0;
      after = answer.LastEvaluatedKey;
    } while (after);
    return total;
  }

  /**
   * A single conditional write outside any transaction, unless it tells of an event; one that only meets a transaction is tried
   * again like one.
   */
  async write(write: Exclude<Write, { kind: "check" }>, told: Told = {}): Promise<Committed> {
    if ("tells" in write && write.tells) return this.transact([write]);
    for (let tries = 0; tries < CONFLICT_TRIES_MAX; tries++) {
      if (tries > 0) await this.backOff(tries);
      const result = await this.#tryWrite(write, told);
      if (result !== "conflict") return result;
    }
    throw new RetryableError("overloaded", "another request is writing the same row", CONFLICT_RETRY_AFTER_MS);
  }

  /** An update by itself, which says what the row is after it. */
  async updated(write: Write & { kind: "update" }): Promise<Committed> {
    return this.write(write, { ReturnValues: "ALL_NEW" });
  }

  async #tryWrite(write: Exclude<Write, { kind: "check" }>, told: Told): Promise<Committed | "conflict"> {
    const common = {
      TableName: this.#options[write.table],
      ...toExpression(write, this.#omit),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
    try {
      const { Attributes: row } = await this.#send(async () => {
        switch (write.kind) {
          case "put":
            return this.#options.client.send(new PutCommand({ ...common, Item: write.item }));
          case "update":
            return this.#options.client.send(new UpdateCommand({ ...common, ...told, Key: write.key }));
          case "delete":
            return this.#options.client.send(new DeleteCommand({ ...common, Key: write.key }));
        }
      });
      return row ? { committed: true, row } : { committed: true };
    } catch (error) {
      if (isNamed(error, "TransactionConflictException")) return "conflict";
      if (!isNamed(error, "ConditionalCheckFailedException")) throw error;
      return {
        committed: false,
        refusals: [{ old: rowOf((error as { Item?: Record<string, AttributeValue> }).Item) }],
      };
    }
  }

  /**
   * Puts of rows that must be new, each for itself, 25 at most (`INSERTS_MAX`), in one request. Says of each whether it was
   * written by this very request; of the others nothing is known: `write` writes them, or says which row is in the way.
   */
  async insert(puts: readonly (Write & { kind: "put" })[]): Promise<boolean[]> {
    const sent = insertable(puts, this.#omit);
    if (sent.length === 0) return puts.map(() => false);
    const Statements = sent.map(({ table, item }) => insertStatement(this.#options[table], item));
    const answer = await this.#send(() => this.#options.client.send(new BatchExecuteStatementCommand({ Statements })));
    const { Responses = [] } = answer;
    const written = new Set(sent.filter((_, index) => Responses[index] && !Responses[index].Error));
    return puts.map((one) => written.has(one));
  }

  /**
   * All or nothing, with the events that the writes tell of. Refusals stand in the order of `writes`. A transaction that only met others is tried again with full
   * jitter, then refused with a `ConflictError`: nothing has been written. `triesMax`: 1 for who reads anew before the next.
   */
  async transact(made: readonly Write[], triesMax = CONFLICT_TRIES_MAX): Promise<Committed> {
    const writes = withEvents(made);
    let met: number[] = [];
    for (let tries = 0; tries < triesMax; tries++) {
      if (tries > 0) await this.backOff(tries);
      const reasons = await this.#tryTransact(writes);
      if (!reasons) return { committed: true };
      if (reasons.some((reason) => reason.Code === "ConditionalCheckFailed")) {
        return {
          committed: false,
          refusals: reasons
            .slice(0, made.length)
            .map((reason) => (reason.Code === "ConditionalCheckFailed" ? { old: rowOf(reason.Item) } : undefined)),
        };
      }
      met = reasons.flatMap(({ Code }, index) => (Code === "TransactionConflict" ? [index] : []));
    }
    throw new ConflictError(met);
  }

  async #tryTransact(writes: readonly Write[]): Promise<CancellationReason[] | undefined> {
    try {
      await this.#send(() =>
        this.#options.client.send(
          new TransactWriteCommand({ TransactItems: writes.map((write) => this.#toAction(write)) }),
        ),
      );
      return undefined;
    } catch (error) {
      if (!isNamed(error, "TransactionCanceledException")) throw error;
      const reasons = (error as { CancellationReasons?: CancellationReason[] }).CancellationReasons ?? [];
      if (reasons.length > 0 && reasons.every((reason) => RETRIED_REASONS.has(reason.Code ?? "None"))) return reasons;
      if (reasons.some((reason) => reason.Code === "ConditionalCheckFailed")) return reasons;
      throw error;
    }
  }

  #toAction(write: Write) {
    const { ConditionExpression, UpdateExpression = "", ...placeholders } = toExpression(write, this.#omit);
    const common = {
      TableName: this.#options[write.table],
      ...(ConditionExpression ? { ConditionExpression } : {}),
      ...placeholders,
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
    switch (write.kind) {
      case "put":
        return { Put: { ...common, Item: write.item } };
      case "update":
        return { Update: { ...common, Key: write.key, UpdateExpression } };
      case "delete":
        return { Delete: { ...common, Key: write.key } };
      case "check":
        // One without clauses is one that a mutation test has emptied: it must still be a valid action.
        return { ConditionCheck: { ConditionExpression: ANY_ROW, ...common, Key: write.key } };
    }
  }

  /** What the SDK has retried in vain and may pass becomes one retryable error. */
  async #send<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (error instanceof Error && THROTTLES.has(error.name)) {
        throw new RetryableError("overloaded", "the tables are too busy", CONFLICT_RETRY_AFTER_MS, { cause: error });
      }
      throw error;
    }
  }

  /** With full jitter: whoever lost comes again at another moment than who lost with it. */
  backOff(tries: number): Promise<void> {
    return this.#options.pause(this.#options.fraction() * CONFLICT_BACKOFF_MS * 2 ** tries);
  }
}

/** Behind the writes, so that each of these keeps its place. What stands in the list already is not added again. */
export function withEvents(writes: readonly Write[]): Write[] {
  const events = writes.flatMap((write) => ("tells" in write && write.tells ? [write.tells] : []));
  return [...writes, ...events.filter((event) => !writes.includes(event))];
}

function placeOf(table: TableName, { pk, sk }: Key): string {
  return `${table}\n${pk}\n${sk}`;
}

const RETRIED_REASONS: ReadonlySet<string> = new Set([
  "None",
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
]);

const THROTTLES: ReadonlySet<string> = new Set([
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TransactionInProgressException",
]);

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function rowOf(attributes: Record<string, AttributeValue> | undefined): Item | undefined {
  return attributes && Object.keys(attributes).length > 0 ? unmarshall(attributes) : undefined;
}
