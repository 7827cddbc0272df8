import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { LocalError } from "../local-error.ts";
import { startTiedServer, type TiedServer } from "./tied-server.ts";

export interface EngineOptions {
  /** SQLite file; without it everything stays in memory. */
  dbPath?: string;
  port?: number;
}

/** Where the Dynoxide binary is, if anywhere. */
export function findDynoxide(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.DYNOXIDE_BIN) return env.DYNOXIDE_BIN;
  const onPath = (env.PATH ?? "").split(delimiter).map((folder) => join(folder, "dynoxide"));
  return [packagedBinary(), ...onPath].find((path) => path !== undefined && isExecutable(path));
}

function packagedBinary(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `@dynoxide/${process.platform}-${process.arch}/package.json`,
    );
    return join(dirname(manifest), "dynoxide");
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts Dynoxide on 127.0.0.1, or takes the endpoint that AWS_ENDPOINT_URL_DYNAMODB names. */
export async function startEngine(options: EngineOptions = {}): Promise<TiedServer> {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (given) return { endpoint: given, pid: undefined, stop: async () => {}, onDeath: () => {} };
  const binary = findDynoxide();
  if (!binary) {
    throw new LocalError(
      "No DynamoDB engine found: run `npm ci` (it brings Dynoxide on Linux x64), or set DYNOXIDE_BIN to a Dynoxide binary, or AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB endpoint.",
    );
  }
  if (options.dbPath) await addStreamIndexes(binary, options.dbPath);
  return launch(binary, options);
}

/**
 * Each write reads its table's newest stream record, by a scan in Dynoxide 1.2: two indexes keep it constant.
 * The engine makes its own tables at its first start, so a new file sees it once before.
 */
async function addStreamIndexes(binary: string, dbPath: string): Promise<void> {
  if (!existsSync(dbPath)) await (await launch(binary, { dbPath })).stop();
  try {
    const db = new DatabaseSync(dbPath);
    db.exec(`CREATE INDEX IF NOT EXISTS tender_stream_sequence ON _stream_records(table_name, CAST(sequence_number AS INTEGER));
             CREATE INDEX IF NOT EXISTS tender_stream_shard ON _stream_records(table_name, shard_id, sequence_number);`);
    db.close();
  } catch (error) {
    throw new LocalError(
      `The database ${dbPath} cannot be read (${(error as Error).message}): use another folder or start afresh with --fresh.`,
    );
  }
}

function launch(binary: string, { dbPath, port }: EngineOptions): Promise<TiedServer> {
  const database = dbPath ? ["--db-path", dbPath] : [];
  const args = (chosen: number) => ["--host", "127.0.0.1", "--port", String(chosen), ...database];
  return startTiedServer({ name: "The DynamoDB engine", binary, args, port });
}
