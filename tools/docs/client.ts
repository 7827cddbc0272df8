/** Writes what the client has from `docs/openapi.json`: its table of operations and its types. `--check` fails on a stale one. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { clientNameOf } from "../../contract/client-names.ts";
import { EVENTS } from "../../contract/events.ts";
import { defineCommand, parseCommand, readArguments } from "../terminal/command-line.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** Resources that have a `waitFor`. */
const { WAITS } = (await import(join(ROOT, "client/lib/wait-for.js"))) as { WAITS: object };
const NOTE = "// Written by `npm run docs` from docs/openapi.json; do not edit.\n";

type Json = Record<string, unknown>;

interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: unknown;
  responses: Record<string, { content?: Json }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Json };
}

interface Named {
  resource: string;
  method: string;
  httpMethod: string;
  path: string;
  operation: Operation;
}

/** Every operation that a merchant or an operator calls, in the document's order. */
export function namedOperations({ paths }: Document): Named[] {
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, httpMethod: method.toUpperCase(), operation })),
  );
  return all.flatMap((each) => {
    const name = clientNameOf(each.path, each.operation.operationId);
    return name ? [{ ...each, ...name }] : [];
  });
}

/** File name in `client/` -> content. */
export async function clientFiles(): Promise<Record<string, string>> {
  const document = JSON.parse(readFileSync(join(ROOT, "docs/openapi.json"), "utf8")) as Document;
  const named = namedOperations(document);
  const groups = Object.groupBy(named, ({ resource }) => resource) as Record<string, Named[]>;
  return {
    "lib/operations.js": operationsFile(groups),
    "resources.d.ts": resourcesFile(groups),
    "types.d.ts": await typesFile(wantedOf(document, named)),
  };
}

function operationsFile(groups: Record<string, Named[]>): string {
  const lines = Object.entries(groups).flatMap(([resource, operations]) => [
    `  ${resource}: {`,
    ...operations.map((each) => `    ${each.method}: "${[each.httpMethod, each.path, ...takes(each)].join(" ")}",`),
    "  },",
  ]);
  const about = "/** Resource -> method -> HTTP method, path, and what it takes. */";
  const type = "/** @type {Record<string, Record<string, string>>} */";
  return [`${NOTE}\n${about}\n${type}\nexport const OPERATIONS = {`, ...lines, "};", ""].join("\n");
}

function takes({ method, operation }: Named): string[] {
  const { parameters = [], requestBody } = operation;
  const hasQuery = parameters.some((parameter) => parameter.in === "query");
  return [
    ...(parameters.some(({ name }) => name === "Idempotency-Key") ? ["key"] : []),
    ...(requestBody ? ["body"] : []),
    ...(method.startsWith("list") ? ["list"] : hasQuery ? ["query"] : []),
  ];
}

function resourcesFile(groups: Record<string, Named[]>): string {
  const body = Object.entries(groups).flatMap(([resource, operations]) => [
    `  ${resource}: {`,
    ...operations.flatMap(signature),
    ...(resource in WAITS ? waitFor(operations) : []),
    ...(resource === "events" ? FOLLOW : []),
    "  };",
  ]);
  const events = Object.entries(EVENTS).map(
    ([type, { data, when }]) => `  /** ${when} */\n  "${type}": components["schemas"]["${data}"];`,
  );
  return [
    `${NOTE}`,
    `import type { Answer, Body, CallOptions, FollowOptions, Item, List, Query, WaitOptions, WriteOptions } from "./calls.js";`,
    `import type { components } from "./types.js";\n`,
    "export interface Resources {",
    ...body,
    "}\n",
    "/** Type of event -> what its `data` is. */\nexport interface EventData {",
    ...events,
    "}\n",
  ].join("\n");
}

function signature(named: Named): string[] {
  const { method, operation } = named;
  const { operationId, summary, description, parameters = [] } = operation;
  const id = `"${operationId}"`;
  const takesWhat = takes(named);
  const needsQuery = parameters.some((parameter) => parameter.in === "query" && parameter.required);
  const args = [
    ...parameters.filter((parameter) => parameter.in === "path").map(({ name }) => `${name}: string`),
    ...(takesWhat.includes("body") ? [`body: Body<${id}>`] : []),
    ...(takesWhat.includes("query") || takesWhat.includes("list")
      ? [`query${needsQuery ? "" : "?"}: Query<${id}>`]
      : []),
    `options?: ${takesWhat.includes("key") ? "WriteOptions" : "CallOptions"}`,
  ];
  const answer = takesWhat.includes("list") ? `List<Item<${id}>, Answer<${id}>>` : `Promise<Answer<${id}>>`;
  return [
    `    /** ${[`${summary}.`, description].filter(Boolean).join(" ")} */`,
    `    ${method}(${args.join(", ")}): ${answer};`,
  ];
}

function waitFor(operations: Named[]): string[] {
  const got = operations.find(({ method }) => method === "get")?.operation.operationId;
  return [
    "    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */",
    `    waitFor(id: string, options?: WaitOptions<Answer<"${got}">>): Promise<Answer<"${got}">>;`,
  ];
}

const FOLLOW = [
  "    /** Events as they happen, each once, for as long as somebody asks; without `since`, from now on. */",
  '    follow(options?: FollowOptions): AsyncGenerator<Answer<"getEvent">, never, void>;',
];

interface Writer {
  default(document: object): Promise<{ name?: { text: string } }[]>;
  astToString(nodes: object[]): string;
}

/** By openapi-typescript, whose TypeScript is the client's own. */
async function writeTypes(wanted: Json): Promise<string> {
  const writer = createRequire(join(ROOT, "client/package.json"))("openapi-typescript") as Writer;
  const nodes = await writer.default(wanted);
  const kept = nodes.filter(({ name }) => name?.text === "components" || name?.text === "operations");
  return writer.astToString(kept);
}

/** The seal is over what it was written from and what came out: a fresh one need not be written again to be known as fresh. */
async function typesFile(wanted: Json): Promise<string> {
  const head = (written: string) => `${NOTE}// ${sealOf(wanted, written)}\n\n`;
  const [, before = ""] = /^(?:\/\/.*\n)+\n(.*)$/s.exec(read("types.d.ts")) ?? [];
  if (read("types.d.ts") === head(before) + before) return head(before) + before;
  const written = await writeTypes(wanted);
  return head(written) + written;
}

function sealOf(wanted: Json, written: string): string {
  const version = JSON.parse(read("package.json")).devDependencies["openapi-typescript"];
  return createHash("sha256")
    .update(JSON.stringify([version, wanted, written]))
    .digest("base64url");
}

function read(name: string): string {
  const path = join(ROOT, "client", name);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** What a caller never sees is left out: refusals, headers, the vendors' calls. It would be most of it. */
function wantedOf(document: Document, named: Named[]): Json {
  const paths: Record<string, Json> = {};
  for (const { path, httpMethod, operation } of named)
    paths[path] = { ...paths[path], [httpMethod.toLowerCase()]: withoutRefusals(operation) };
  return { ...document, webhooks: {}, paths, components: { schemas: reached(document, paths) } };
}

function withoutRefusals({ operationId, parameters = [], requestBody, responses }: Operation): Json {
  const good = Object.entries(responses).filter(([status]) => status.startsWith("2"));
  return {
    operationId,
    parameters: parameters.filter((parameter) => parameter.in !== "header"),
    ...(requestBody ? { requestBody } : {}),
    responses: Object.fromEntries(good.map(([status, { content }]) => [status, { description: "", content }])),
  };
}

/** The schemas that are named from there, from these, and so on; events' and problems' too. */
function reached({ components }: Document, paths: Json): Json {
  const names = new Set(["Problem", ...Object.values(EVENTS).map(({ data }) => data)] as string[]);
  const look = (value: unknown) => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (names.has(name)) continue;
      names.add(name);
      look(components.schemas[name]);
    }
  };
  for (const name of [...names]) look(components.schemas[name]);
  look(paths);
  return Object.fromEntries(Object.entries(components.schemas).filter(([name]) => names.has(name)));
}

async function main(check: boolean): Promise<void> {
  for (const [name, content] of Object.entries(await clientFiles())) {
    if (!check) writeFileSync(join(ROOT, "client", name), content);
    else if (read(name) !== content) {
      console.error(`client/${name} is stale: run \`npm run docs\` and commit what it writes.`);
      process.exitCode = 1;
    }
  }
}

const CLIENT = defineCommand({
  run: "node tools/docs/client.ts",
  does: "Writes what the client has from docs/openapi.json: client/lib/operations.js, client/resources.d.ts, client/types.d.ts.",
  options: { check: { does: "writes nothing and fails when one of them is stale, as `npm run check` does" } },
});

if (import.meta.main) {
  const { values } = readArguments((args, env) => parseCommand(CLIENT, args, env));
  await main(values.check ?? false);
}
