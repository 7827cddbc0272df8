import { beforeAll, expect, test } from "@jest/globals";
import { build, type Metafile } from "esbuild";
import { ROUTES } from "../../contract/routes.ts";
import { BUNDLING } from "../../lib/bundle.ts";
import { FUNCTIONS, type FunctionName } from "../../lib/functions.ts";

/** Entry -> the AWS clients that its bundle may hold. A client costs 50 ms of a cold start, so nobody carries one along. */
const CLIENTS: Record<string, string[]> = {
  "lambdas/http/setup/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/http/redemptions/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/http/operator/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/http/payments/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/http/webhooks/handler.ts": ["dynamodb", "secrets-manager"],
  // Secrets Manager's on first use, where an edge stands before the API.
  "lambdas/http/default/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/queue/redemption-worker.ts": ["dynamodb", "secrets-manager", "sqs"],
  "lambdas/queue/saga-starter.ts": ["sfn", "sqs"],
  "lambdas/queue/refund-worker.ts": ["dynamodb", "secrets-manager", "sqs"],
  "lambdas/queue/webhook-worker.ts": ["dynamodb", "secrets-manager", "sfn", "sqs"],
  "lambdas/payment-saga/handler.ts": ["dynamodb", "secrets-manager", "sfn"],
  "lambdas/stream/outbox-relay.ts": ["dynamodb", "sqs"],
  "lambdas/schedule/sweeper.ts": ["dynamodb", "sfn", "sqs"],
  "sandbox/exchange/handler.ts": ["dynamodb", "secrets-manager"],
  "sandbox/channel/handler.ts": ["dynamodb", "secrets-manager"],
};

/**
 * Kilobytes that a cold start reads and parses, which is most of its time. A bare DynamoDB client has 230; logger, metrics and zod are
 * 70 more, a second client 30, and the rest is the function's own. Who needs more says why.
 */
const SIZE_MAX_KB = 515;
const LARGER: Partial<Record<FunctionName, number>> = {
  // Decisions of every capability; its callers are few, and wait a tenth of a second longer for the first answer.
  "operator-api": 600,
  // Both directions of every channel, and Step Functions besides. Nobody waits for it: the vendor has its answer.
  "webhook-worker": 580,
};

const NAMES = Object.keys(FUNCTIONS) as FunctionName[];
let outputs: Metafile["outputs"];

beforeAll(async () => {
  const entryPoints = Object.fromEntries(NAMES.map((name) => [name, FUNCTIONS[name].entry]));
  outputs = (await build({ ...BUNDLING, entryPoints, sourcemap: false, metafile: true })).metafile.outputs;
});

/** The files of a function: those that it loads at once, or all. */
function filesOf(entryPoint: string, which: "at once" | "all"): Metafile["outputs"][string][] {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entryPoint);
  const found = new Set(entry === undefined ? [] : [entry]);
  for (const path of found)
    for (const { path: next, kind } of outputs[path]?.imports ?? [])
      if (next in outputs && (which === "all" || kind === "import-statement")) found.add(next);
  return [...found].flatMap((path) => outputs[path] ?? []);
}

/** What is left of which source files. */
function sourcesOf(entryPoint: string, which: "at once" | "all"): string[] {
  const kept = filesOf(entryPoint, which).flatMap(({ inputs }) => Object.entries(inputs));
  return kept.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
}

test("each function carries the clients it uses and no other", () => {
  const carried = Object.keys(CLIENTS).map((entry) => {
    const clients = sourcesOf(entry, "all").flatMap((path) => /@aws-sdk\/client-([a-z-]+)\//.exec(path)?.[1] ?? []);
    return [entry, [...new Set(clients)].sort()];
  });

  expect(Object.fromEntries(carried)).toEqual(CLIENTS);
});

test.each(NAMES)("%s reads no more than its share before it can answer", (name) => {
  const bytes = filesOf(FUNCTIONS[name].entry, "at once").reduce((sum, file) => sum + file.bytes, 0);

  expect(bytes).toBeGreaterThan(0);
  expect(Math.ceil(bytes / 1024)).toBeLessThanOrEqual(LARGER[name] ?? SIZE_MAX_KB);
});

test.each(NAMES)("%s makes no schema that only documents and tests need", (name) => {
  const sources = sourcesOf(FUNCTIONS[name].entry, "all");
  // Answers have their shapes for documents. zod with its methods has everything that any schema might be asked: four times as much.
  expect(sources.filter((path) => /^contract\/(answer|openapi)|zod\/v4\/classic/.test(path))).toEqual([]);
});

/** The one that is asked what others answer, and the one that judges what was done over them. */
const KNOWS_ALL_ROUTES: FunctionName[] = ["default-api", "auditor"];

test.each(NAMES.filter((name) => !KNOWS_ALL_ROUTES.includes(name)))(
  "%s has the routes of its own capability alone",
  async (name) => {
    const files = sourcesOf(FUNCTIONS[name].entry, "all").filter((path) => /^contract\/routes\/(?!row)/.test(path));
    const served = await Promise.all(
      files.map(async (path) => {
        const groups: Record<string, Record<string, { function: string }>> = await import(`../../${path}`);
        return Object.values(groups).some((rows) => Object.values(rows).some((row) => row.function === name));
      }),
    );

    expect(files.filter((_, index) => !served[index])).toEqual([]);
    expect(files.length > 0).toBe(name !== "console-api" && Object.values(ROUTES).some((row) => row.function === name));
  },
);
