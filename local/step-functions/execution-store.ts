import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { LocalError } from "../local-error.ts";
import { type Ending, type NewEvent, type Status, terminalEvent } from "./history.ts";

/**
 * Executions and their histories in one SQLite file, so that they are still there after a restart.
 * Finished ones are kept up to a number: AWS keeps them for 90 days, which on one machine would be a disk that fills;
 * this many are some hours of a load test or years of trying things, and take some 100 MB (11 KB for a saga of 40 events).
 */
const FINISHED_MAX = 10_000;

export interface ExecutionRow {
  /** Grows with each start. */
  seq: number;
  arn: string;
  machineArn: string;
  name: string;
  status: Status;
  /** JSON, as it came. */
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  /** Milliseconds since 1970. */
  startedAt: number;
  stoppedAt: number | null;
}

export interface EventRow {
  id: number;
  previousId: number;
  /** Milliseconds since 1970. */
  at: number;
  type: string;
  /** JSON: the event's details under their own field's name. */
  details: string;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS executions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machineArn TEXT NOT NULL, name TEXT NOT NULL,
    status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
    startedAt INTEGER NOT NULL, stoppedAt INTEGER);
  CREATE INDEX IF NOT EXISTS executions_status ON executions (machineArn, status, seq);
  CREATE TABLE IF NOT EXISTS events (
    execution INTEGER NOT NULL REFERENCES executions ON DELETE CASCADE, id INTEGER NOT NULL,
    previousId INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, details TEXT NOT NULL,
    PRIMARY KEY (execution, id)) WITHOUT ROWID;
`;
const START =
  "INSERT INTO executions (arn, machineArn, name, status, input, startedAt) VALUES (?, ?, ?, 'RUNNING', ?, ?)";
const APPEND = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)";
const END = "UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stoppedAt = ? WHERE seq = ?";

export class ExecutionStore {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #finishedMax: number;
  #finished: number;

  constructor(file: string, finishedMax = FINISHED_MAX) {
    try {
      this.#database = new DatabaseSync(file);
      this.#database.exec(SCHEMA);
    } catch (error) {
      throw new LocalError(
        `The state file ${file} cannot be used: ${(error as Error).message}. Repair it, or start afresh with --fresh.`,
      );
    }
    this.#finishedMax = finishedMax;
    this.#finished = this.#one<{ count: number }>("SELECT count(*) AS count FROM executions WHERE status <> 'RUNNING'")
      .count as number;
  }

  get finished(): number {
    return this.#finished;
  }

  /** Ends what was alive when the process that drove it ended. Returns how many there were. */
  abortLeftovers(cause: string, at: number): number {
    const rows = this.#all<ExecutionRow>("SELECT * FROM executions WHERE status = 'RUNNING'");
    this.#database.exec("BEGIN");
    for (const row of rows) {
      this.end(row.seq, this.#lastEventId(row.seq) + 1, at, { status: "ABORTED", cause });
    }
    this.#database.exec("COMMIT");
    return rows.length;
  }

  create(row: Pick<ExecutionRow, "arn" | "machineArn" | "name" | "input" | "startedAt">): ExecutionRow {
    const { arn, machineArn, name, input, startedAt } = row;
    const seq = Number(this.#run(START, arn, machineArn, name, input, startedAt).lastInsertRowid);
    return { ...row, seq, status: "RUNNING", output: null, error: null, cause: null, stoppedAt: null };
  }

  find(arn: string): ExecutionRow | undefined {
    return this.#one<ExecutionRow>("SELECT * FROM executions WHERE arn = ?", arn) as ExecutionRow | undefined;
  }

  /** Newest first, those started before the execution number `before`. */
  list(machineArn: string, status: string | undefined, before: number, limit: number): ExecutionRow[] {
    return this.#all(
      "SELECT * FROM executions WHERE machineArn = ?1 AND (?2 IS NULL OR status = ?2) AND seq < ?3 ORDER BY seq DESC LIMIT ?4",
      ...[machineArn, status ?? null, before, limit],
    );
  }

  append(seq: number, id: number, at: number, event: NewEvent): void {
    const previousId = event.hasPrevious ? id - 1 : 0;
    this.#run(APPEND, seq, id, previousId, at, event.type, JSON.stringify(event.details));
  }

  /** Events after (or, in reverse, before) the one with the number `from`. */
  events(seq: number, from: number, limit: number, reverse: boolean): EventRow[] {
    const order = reverse ? "id < ? ORDER BY id DESC" : "id > ? ORDER BY id";
    return this.#all(`SELECT * FROM events WHERE execution = ? AND ${order} LIMIT ?`, seq, from, limit);
  }

  #lastEventId(seq: number): number {
    return this.#one<{ id: number | null }>("SELECT max(id) AS id FROM events WHERE execution = ?", seq).id ?? 0;
  }

  /** Writes the last event, with the number `eventId`, and the outcome. */
  end(seq: number, eventId: number, at: number, ending: Ending): void {
    this.#database.exec("SAVEPOINT ending");
    this.append(seq, eventId, at, terminalEvent(ending));
    const { status, output = null, error = null, cause = null } = ending;
    this.#run(END, status, output, error, cause, at, seq);
    this.#database.exec("RELEASE ending");
    this.#finished += 1;
    this.#forget();
  }

  /** A hundredth at a time, so that not every execution pays for it. */
  #forget(): void {
    const batch = Math.max(1, Math.floor(this.#finishedMax / 100));
    if (this.#finished < this.#finishedMax + batch) return;
    const result = this.#run(
      "DELETE FROM executions WHERE seq IN (SELECT seq FROM executions WHERE status <> 'RUNNING' ORDER BY seq LIMIT ?)",
      this.#finished - this.#finishedMax,
    );
    this.#finished -= Number(result.changes);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #run(sql: string, ...values: SQLInputValue[]) {
    return this.#prepare(sql).run(...values);
  }

  #one<T>(sql: string, ...values: SQLInputValue[]): T {
    return this.#prepare(sql).get(...values) as T;
  }

  #all<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }
}
