import { AsyncLocalStorage } from "node:async_hooks";
import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Event } from "../core/foundation/domain/events.ts";
import type { Job } from "../core/foundation/domain/jobs.ts";
import { jobOf, type OutboxRow } from "../core/foundation/store/outbox-store.ts";
import {
  type Committed,
  type Item,
  type TableName,
  Tables,
  type TablesOptions,
  type Write,
  withEvents,
} from "../core/foundation/store/table.ts";
import type { Violation } from "../invariants/snapshot.ts";
import { INTENTS } from "./call-rules.ts";
import type { EngineClient } from "./engine-client.ts";
import type { CallKind } from "./faults.ts";
import type { Invocation } from "./invocation.ts";
import type { Mutation } from "./mutation.ts";
import { unfulfilled } from "./refusals.ts";
import type { Circumstances } from "./row-rules.ts";
import { type Change, insertedBy, keyOf, Shadow, type WireInsert, type WireQuery, type WireWrite } from "./shadow.ts";
import { judgeTold } from "./told-rules.ts";
import { clausesOf, judgeCheck, judgeWrite } from "./write-rules.ts";

interface Command {
  input: unknown;
}

interface BatchAnswer {
  Responses?: { Error?: object }[];
}

/** Whose rows alone it may touch: `tenantId`. */
export interface Writer {
  invocation: Invocation;
  tenantId?: string | undefined;
}

/** The named writes behind a command: the store knows their names, the wire does not. */
const writesUnderWay = new AsyncLocalStorage<{ made: readonly Write[]; meant: readonly Write[] }>();

export interface TableWatch {
  onOutboxRow: (row: Item) => void;
  onEvent: (row: Item) => void;
  /** A message that was sent stands for one outbox row; `false`: none was. */
  takeSent: (job: Job) => boolean;
  onWrite: (rows: readonly string[]) => void;
  circumstances: () => Circumstances;
}

/** What a world's writes were made of. */
export interface Met {
  writes: Set<string>;
  /** `<write>.<clause>` of every condition that was written with. */
  clauses: Set<string>;
  /** Conditions, asked or left out, that a write's rows did not fulfil together: `a & b`. It was refused, or took effect without them. */
  unfulfilled: Set<string>;
  /** Writes that went as statements of a batch, under no condition but that of their kind. */
  batched: Set<string>;
}

/** The engine's door for one world: every request is watched, so that rules about single writes can be judged. */
export class ObservedEngine {
  readonly shadows: Record<TableName, Shadow> = { main: new Shadow(), transient: new Shadow(), events: new Shadow() };
  readonly met: Met = { writes: new Set(), clauses: new Set(), unfulfilled: new Set(), batched: new Set() };
  /** Every outbox row that was ever written. */
  readonly announced: Item[] = [];
  /** Found at single writes. */
  readonly violations: Violation[] = [];
  /** Left to a person by a worker that had just been told how it ended. */
  readonly parkedWrongly = new Set<string>();
  readonly #client: EngineClient;
  readonly #names: Record<TableName, string>;
  readonly #watch: TableWatch;
  /** Of those whose tables are no more. */
  readonly #cutOff = new WeakSet<Invocation>();

  constructor(client: EngineClient, names: Record<TableName, string>, watch: TableWatch) {
    this.#client = client;
    this.#names = names;
    this.#watch = watch;
  }

  /** Of the table of everything that matters. */
  get shadow(): Shadow {
    return this.shadows.main;
  }

  cutOff(invocation: Invocation): void {
    this.#cutOff.add(invocation);
  }

  isCutOff(invocation: Invocation): boolean {
    return this.#cutOff.has(invocation);
  }

  /** The main table as it was: another one takes its place, in which nobody has written since. */
  async setBack(rows: ReadonlyMap<string, Item>, announced: number): Promise<void> {
    const TableName = this.#names.main;
    for (const { pk, sk } of [...this.shadow.rows.values()])
      await this.#client.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
    for (const Item of rows.values()) await this.#client.send(new PutCommand({ TableName, Item }));
    this.shadow.become(rows);
    this.announced.length = announced;
    this.parkedWrongly.clear();
  }

  async execute(command: Command, writes: readonly Write[], by: Writer): Promise<unknown> {
    if (this.isCutOff(by.invocation))
      throw Object.assign(new Error("planned: the table is another"), { name: "TimeoutError" });
    for (const together of isBatch(command) ? writes.map((write) => [write]) : [writes]) {
      const clauses = together.flatMap((write) => unfulfilled(write, this.#rowOf(write)));
      if (clauses.length > 0) this.met.unfulfilled.add(clauses.join(" & "));
    }
    const answer = await this.#client.send(command);
    for (const write of writes) {
      this.met.writes.add(write.name);
      if (isBatch(command)) this.met.batched.add(write.name);
      for (const clause of clausesOf(write)) this.met.clauses.add(clause);
    }
    const { Responses = [] } = (isBatch(command) ? answer : {}) as BatchAnswer;
    for (const [index, wire] of actionsOf(command).entries()) {
      if (!Responses[index]?.Error) this.#apply(wire, writes[index], by);
    }
    for (const { TableName, Item } of actionsOf(command).filter((wire) => wire !== undefined))
      if (TableName === this.#names.events && String(Item?.pk).startsWith("EVT#"))
        this.violations.push(...judgeTold(Item as object as Event, this.shadow.rows));
    if (kindOf(command) === "write") this.#watch.onWrite(rowsIn(actionsOf(command)));
    return answer;
  }

  /** A page of an index that is empty. */
  knowsNothingOf(command: Command): boolean {
    const query = queryOf(command);
    return query !== undefined && this.#shadowOf(query).isSurelyEmpty(query);
  }

  async stale(command: Command, by: Writer): Promise<unknown> {
    const answer = (await this.execute(command, [], by)) as { Items?: Item[] };
    const query = queryOf(command);
    if (!query || !answer.Items) return answer;
    return { Items: this.#shadowOf(query).stale(query, answer.Items) };
  }

  #shadowOf({ TableName }: { TableName: string }): Shadow {
    const [name] = Object.entries(this.#names).find(([, each]) => each === TableName) ?? [];
    if (name === undefined) throw new Error(`which table is ${TableName}?`);
    return this.shadows[name as TableName];
  }

  /** Another release sets a row's state to one that this one does not know, or back. Judged by nobody: it has rules of its own. */
  async moveByOthers({ pk, sk }: Item, state: string): Promise<void> {
    const update = {
      TableName: this.#names.main,
      Key: { pk, sk },
      UpdateExpression: "SET #n0 = :v0",
      ExpressionAttributeNames: { "#n0": "state" },
      ExpressionAttributeValues: { ":v0": state },
    };
    await this.#client.send(new UpdateCommand(update));
    this.shadow.apply(update);
    this.#watch.onWrite([keyOf({ pk, sk })]);
  }

  /** An outbox row is taken away when its message has been sent, and not before. */
  #judgeTaken({ key, before }: Change): void {
    if (!before || this.#watch.takeSent(jobOf(before as object as OutboxRow))) return;
    this.violations.push({ invariant: "I16", subject: key, detail: "was taken away, and its message never sent" });
  }

  #rowOf(write: Write): Item | undefined {
    return this.shadows[write.table].rows.get(keyOf({ ...(write.kind === "put" ? write.item : write.key) }));
  }

  #apply(wire: WireWrite | undefined, write: Write | undefined, by: Writer): void {
    if (!wire) {
      if (write) this.violations.push(...judgeCheck(write, this.#rowOf(write)));
      return;
    }
    const shadow = this.#shadowOf(wire);
    const change = shadow.apply(wire);
    const circumstances = { ...this.#watch.circumstances(), tenantId: by.tenantId };
    this.violations.push(...judgeWrite(change, write, circumstances));
    const { key, before, after } = change;
    if (shadow === this.shadows.events && before === undefined && after && key.startsWith("EVT#"))
      this.#watch.onEvent(after);
    if (shadow !== this.shadow) return;
    if (!after) {
      if (key.startsWith("OUT#")) this.#judgeTaken(change);
      return;
    }
    if (write && INTENTS.has(write.name)) by.invocation.intents++;
    const subjectId = String(after.subjectId);
    if (write?.name === "review.open" && by.invocation.told === "certain") this.parkedWrongly.add(subjectId);
    else if (write?.name === "review.open") this.parkedWrongly.delete(subjectId);
    if (before === undefined && key.startsWith("OUT#")) {
      this.announced.push(after);
      this.#watch.onOutboxRow(after);
    }
  }
}

/** Tables as one function instance has them: each request is a scheduling point of the invocation that it is running. */
export function tablesFor(
  engine: ObservedEngine,
  {
    mutation,
    reads,
    ...options
  }: Pick<TablesOptions, "main" | "transient" | "events" | "fraction"> & {
    mutation: Mutation | undefined;
    /** What it makes of an answer, a refusal too. @default what it says */
    reads?: ((answer: unknown) => unknown) | undefined;
  },
  current: () => Writer,
): Tables {
  const send = (command: Command) => {
    // An instance's next invocation is another one: what was sent belongs to this.
    const by = { ...current() };
    // Nothing can befall a question that needs no asking.
    if (engine.knowsNothingOf(command)) return Promise.resolve({ Items: [], Count: 0 });
    const { made: writes, meant } = writesUnderWay.getStore() ?? { made: [], meant: [] };
    const effect = () => engine.execute(command, writes, by);
    const kind = kindOf(command);
    return by.invocation.call<unknown>({
      kind,
      what: describe(command, meant),
      effect,
      lost: refusal("TimeoutError"),
      throttled: refusal("ProvisionedThroughputExceededException"),
      conflict: conflictFor(command),
      rows: rowsIn([...actionsOf(command), ...checksOf(command)]),
      stale: () => engine.stale(command, by),
      // The SDK repeats a transaction under its token, a single write as it is.
      ...(kind === "write" && !isTransaction(command) ? { again: effect } : {}),
    });
  };
  const omit = new Set(mutation?.kind === "clauses" ? mutation.names : []);
  const client = reads === undefined ? { send } : { send: (command: Command) => read(send(command), reads) };
  const tables = new Tables({ ...options, omit, client: client as never, pause: async () => {} });
  return named(tables, mutation?.kind === "write" ? mutation.name : undefined, (name) => engine.met.writes.add(name));
}

async function read(answer: Promise<unknown>, reads: (answer: unknown) => unknown): Promise<unknown> {
  try {
    return reads(await answer);
  } catch (error) {
    throw reads(error);
  }
}

/** `forgotten`: a write that is not made, and nobody notices. */
function named(tables: Tables, forgotten: string | undefined, onForgotten: (name: string) => void): Tables {
  const { write, insert, transact } = tables;
  return Object.assign(tables, {
    async write(one: Parameters<Tables["write"]>[0]): Promise<Committed> {
      if (one.name === forgotten) {
        onForgotten(forgotten);
        return { committed: true };
      }
      return writesUnderWay.run({ made: [one], meant: [one] }, () => write.call(tables, one));
    },
    async insert(all: Parameters<Tables["insert"]>[0]): Promise<boolean[]> {
      const isForgotten = all.map(({ name }) => name === forgotten);
      const made = all.filter((_, index) => !isForgotten[index]);
      if (forgotten !== undefined && made.length < all.length) onForgotten(forgotten);
      const written = await writesUnderWay.run({ made, meant: all }, () => insert.call(tables, made));
      return isForgotten.map((isGone) => isGone || written.shift() === true);
    },
    async transact(asked: readonly Write[], ...rest: [triesMax?: number]): Promise<Committed> {
      const all = withEvents(asked);
      // What a write tells of goes with it; an event that is forgotten leaves its change alone.
      const left = asked.flatMap((one) =>
        one.name === forgotten ? [] : [{ one, made: withoutEvent(one, forgotten) }],
      );
      const made = left.map((each) => each.made);
      const meant = withEvents(made);
      if (forgotten !== undefined && meant.length < all.length) onForgotten(forgotten);
      if (made.length === 0) return { committed: true };
      const result = await writesUnderWay.run({ made: meant, meant: all }, () => transact.call(tables, made, ...rest));
      if (result.committed) return result;
      return {
        committed: false,
        refusals: asked.map((one) => result.refusals[left.findIndex((each) => each.one === one)]),
      };
    },
  });
}

function withoutEvent(write: Write, forgotten: string | undefined): Write {
  if (!("tells" in write) || write.tells?.name !== forgotten) return write;
  const { tells: _, ...silent } = write;
  return silent;
}

function refusal(name: string): () => never {
  return () => {
    throw Object.assign(new Error(`planned: ${name}`), { name });
  };
}

function conflictFor(command: Command): () => unknown {
  const { TransactItems, Statements } = command.input as { TransactItems?: unknown[]; Statements?: unknown[] };
  if (Statements) return () => ({ Responses: Statements.map(() => ({ Error: { Code: "TransactionConflict" } })) });
  if (!TransactItems) return refusal("TransactionConflictException");
  return () => {
    const CancellationReasons = TransactItems.map(() => ({ Code: "TransactionConflict" }));
    throw Object.assign(new Error("planned: conflict"), { name: "TransactionCanceledException", CancellationReasons });
  };
}

/** Some rows of one moment. */
const isSnapshot = ({ input }: Command): boolean => {
  const { TransactItems } = input as { TransactItems?: object[] };
  return TransactItems?.every((item) => "Get" in item) === true;
};
const isTransaction = ({ input }: Command): boolean => "TransactItems" in (input as object);
/** Statements of which each stands for itself. */
const isBatch = ({ input }: Command): boolean => "Statements" in (input as object);

function kindOf(command: Command): CallKind {
  const { IndexName, ConsistentRead, Key, RequestItems, KeyConditionExpression } = command.input as Record<
    string,
    unknown
  >;
  if (IndexName !== undefined) return "index-read";
  if (isSnapshot(command)) return "read";
  return KeyConditionExpression !== undefined || RequestItems !== undefined || (Key !== undefined && ConsistentRead)
    ? "read"
    : "write";
}

function queryOf({ input }: Command): WireQuery | undefined {
  return (input as WireQuery).KeyConditionExpression === undefined ? undefined : (input as WireQuery);
}

/** In the order of the transaction; `undefined`: a check, which changes nothing. */
function actionsOf(command: Command): (WireWrite | undefined)[] {
  if (kindOf(command) !== "write") return [];
  if (isBatch(command)) return (command.input as { Statements: WireInsert[] }).Statements.map(insertedBy);
  const { TransactItems } = command.input as {
    TransactItems?: Partial<Record<"Put" | "Update" | "Delete", WireWrite>>[];
  };
  if (TransactItems) return TransactItems.map(({ Put, Update, Delete }) => Put ?? Update ?? deletion(Delete));
  const wire = command.input as WireWrite;
  return [wire.Item || wire.UpdateExpression ? wire : deletion(wire)];
}

function deletion(wire: WireWrite | undefined): WireWrite | undefined {
  return wire && { ...wire, isDelete: true };
}

/** Rows that a transaction only looks at: what others write there is news to it, too. */
function checksOf({ input }: Command): WireWrite[] {
  const { TransactItems = [] } = input as { TransactItems?: { ConditionCheck?: WireWrite }[] };
  return TransactItems.flatMap(({ ConditionCheck }) => ConditionCheck ?? []);
}

function rowsIn(actions: readonly (WireWrite | undefined)[]): string[] {
  return actions.flatMap((wire) => (wire ? [keyOf((wire.Item ?? wire.Key) as Item)] : []));
}

function describe(command: Command, writes: readonly Write[]): string {
  if (kindOf(command) === "write") return writes.map(({ name }) => name).join(" + ");
  const { IndexName, Key, RequestItems, ExpressionAttributeValues } = command.input as Record<string, Item>;
  if (RequestItems) return "read many";
  if (isSnapshot(command)) return "snapshot";
  if (Key) return `read ${entityOf(Key.pk)}`;
  return `query ${IndexName ?? "main"} ${entityOf(ExpressionAttributeValues?.[":p"])}`;
}

const entityOf = (key: unknown): string => String(key).split("#")[0] ?? "";
