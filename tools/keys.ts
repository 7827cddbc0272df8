import { isScope, keyStatus, SCOPES } from "../core/access/domain/api-key.ts";
import { createApiKey, listApiKeys, type RegisteredKey, revokeApiKey } from "../core/access/services/api-keys.ts";
import { TerminalError } from "../core/foundation/domain/errors.ts";
import { LocalError } from "../local/local-error.ts";
import { type Where, withRegistry } from "../local/template/registry.ts";
import { defineCommand, type Parsed, parseCommand, readArguments, usageOf } from "./terminal/command-line.ts";
import { tableLines } from "./terminal/screen.ts";
import { failure, paint } from "./terminal/terminal.ts";
import { WHERE_OPTIONS, whereOf } from "./where.ts";

const KEYS = defineCommand({
  run: "npm run keys",
  does: "Makes, lists and revokes API keys, of a deployment or of a local run. A new key is shown once and stored as a hash.",
  usages: [
    "npm run keys -- create --tenant T --scopes a,b [--label TEXT]",
    "npm run keys -- create --operator [--label TEXT]",
    "npm run keys -- list [--tenant T]",
    "npm run keys -- revoke KEYID",
  ],
  options: {
    tenant: { value: "T", does: "the merchant whose key it is" },
    scopes: { value: "a,b", does: `what it may do: ${SCOPES.join(", ")}` },
    operator: { does: "a key of the platform: reads and steers every tenant" },
    label: { value: "TEXT", does: "a note for the list" },
    ...WHERE_OPTIONS,
  },
  takesWords: true,
});

type Values = Parsed<typeof KEYS.options>["values"];

/** `npm run keys`: makes, lists and revokes API keys. A new key is shown once; only its hash is stored. */
async function main(): Promise<void> {
  const { values, words } = readArguments((args, env) => parseCommand(KEYS, args, env));
  const [command, ...rest] = words;
  const where = whereOf(values);
  if (command === "create" && rest.length === 0) return create(where, values);
  if (command === "list" && rest.length === 0) return list(where, values.tenant);
  if (command === "revoke" && rest.length === 1) return revoke(where, rest[0] ?? "");
  throw new LocalError(`Usage: ${usageOf(KEYS)}`);
}

async function create(where: Where, { tenant, scopes, operator, label }: Values): Promise<void> {
  if (operator && (tenant !== undefined || scopes !== undefined)) {
    throw new LocalError("An operator belongs to the platform: --operator stands without --tenant and --scopes.");
  }
  if (!operator && (tenant === undefined || scopes === undefined)) {
    const missing = tenant === undefined ? "--tenant (or --operator)" : "--scopes";
    throw new LocalError(`${missing} is missing. Usage: ${usageOf(KEYS)}`);
  }
  const wanted = operator ? ["operator"] : (scopes ?? "").split(",").map((scope) => scope.trim());
  const unknown = wanted.filter((scope) => !isScope(scope));
  if (unknown.length > 0) {
    throw new LocalError(`Unknown scope: ${unknown.join(", ") || "(none)"}. The scopes are ${SCOPES.join(", ")}.`);
  }
  const { apiKey, record } = await withRegistry(where, (deps) =>
    createApiKey(deps, { ...(operator ? {} : { tenantId: tenant }), scopes: wanted, label }),
  );
  console.error(`${paint("bold", record.keyId)} for ${ownerOf(record)}: ${record.scopes.join(", ")}`);
  console.error("Keep the key now: it is not stored and cannot be shown again.");
  // Alone on standard output, so that a script can take it.
  console.log(apiKey);
}

async function list(where: Where, tenant: string | undefined): Promise<void> {
  const keys = await withRegistry(where, (deps) => listApiKeys(deps, tenant));
  if (keys.length === 0) return console.error("No keys.");
  const nowMs = Date.now();
  const rows = keys.map((key) => [
    key.keyId,
    ownerOf(key),
    new Date(key.createdAt).toISOString().slice(0, 16).replace("T", " "),
    keyStatus(key, nowMs).toLowerCase(),
    key.scopes.join(","),
    key.label ?? "",
  ]);
  const header = ["key", "owner", "created (UTC)", "status", "scopes", "label"];
  const [head = "", ...lines] = tableLines(header, rows);
  console.log(paint("dim", head));
  for (const line of lines) console.log(line);
}

async function revoke(where: Where, keyId: string): Promise<void> {
  await withRegistry(where, (deps) => revokeApiKey(deps, keyId));
  console.log(`${keyId} is revoked and stops working within a minute.`);
}

function ownerOf(key: RegisteredKey): string {
  return key.tenantId ?? "platform";
}

try {
  await main();
} catch (error) {
  const known = error instanceof LocalError || error instanceof TerminalError;
  failure(known ? error.message : `The key registry cannot be reached: ${(error as Error).message}`);
  process.exitCode = 1;
}
