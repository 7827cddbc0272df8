import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { BUNDLING } from "../../lib/bundle.ts";
import { FUNCTIONS, type FunctionRow } from "../../lib/functions.ts";
import type { DeployedFunction } from "./deployed.ts";
import { quantile } from "./measure.ts";
import type { Report } from "./report.ts";

const LOADS = 7;
const INIT_MAX = 1.3;
/** What each client sends with its requests and therefore carries in its code. */
const MARKERS = {
  dynamodb: "DynamoDB_20120810",
  sqs: "AmazonSQS",
  secrets: "secretsmanager",
  "step-functions": "AWSStepFunctions",
  cloudformation: "cloudformation.amazonaws.com",
  s3: "AmazonS3",
} as const;

/** What every function does at least: it has a client. */
const BARE = `
  import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
  import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
  const client = DynamoDBDocumentClient.from(new DynamoDBClient());
  export const handler = (input) => [GetCommand, QueryCommand, TransactWriteCommand].map((Command) => client.send(new Command(input)));
`;

/** Size and load time of each deployed function against a bare client's, and the AWS clients that it carries. */
export async function benchBundles(functions: readonly DeployedFunction[], folder: string, report: Report) {
  const stdin = { contents: BARE, resolveDir: import.meta.dirname };
  await build({ ...BUNDLING, stdin, outdir: folder, entryNames: "bare", write: true });
  const bare = { name: "a bare client", file: join(folder, "bare.mjs"), env: { AWS_REGION: "us-east-1" } };
  const times = new Map<string, number[]>();
  // In rounds, so that slow seconds of the machine hit all alike.
  for (let round = 0; round < LOADS; round++) {
    for (const { name, file, env } of [bare, ...functions]) {
      const took = load(file, { AWS_REGION: "us-east-1", ...env });
      times.set(name, [...(times.get(name) ?? []), took]);
    }
  }
  const init = (name: string) => quantile(times.get(name) ?? [], 0.5);
  const told = (name: string, source: Buffer) =>
    `${kilobytes(source.length)}, zipped ${kilobytes(gzipSync(source).length)}, loads in ${init(name).toFixed(0)} ms`;
  report.note(bare.name, told(bare.name, sourceOf(bare.file)));
  for (const { name, file } of functions) {
    const source = sourceOf(file);
    const extra = carriedBy(source).filter((client) => !usedBy(FUNCTIONS[name]).includes(client));
    report.verdict(extra.length === 0, `${name}: ${told(name, source)}`, `carries ${extra.join(", ")} for nothing`);
  }
  const ratios = functions.map(({ name }) => init(name) / init(bare.name));
  report.check("load time against the bare client, the slowest function", Math.max(...ratios), {
    atMost: INIT_MAX,
    unit: " x",
    beside: `the fastest ${Math.min(...ratios).toFixed(2)} x`,
    why: "On top of the client come zod, the logger with its metrics, for callers the middleware, and a tenth for each further AWS client.",
  });
}

const carriedBy = (source: Buffer) =>
  Object.entries(MARKERS).flatMap(([client, marker]) => (source.includes(marker) ? [client] : []));

function usedBy(row: FunctionRow): string[] {
  return [
    ...(row.access.length > 0 ? ["dynamodb"] : []),
    ...(row.sendsTo ? ["sqs"] : []),
    ...(row.secrets || row.knowsChannels ? ["secrets"] : []),
    ...(row.steers ? ["step-functions"] : []),
  ];
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KB`;

/** The file and what it imports at once; what is imported on first use stays out. */
function sourceOf(file: string): Buffer {
  const known = [file];
  for (const one of known) {
    for (const [, path = ""] of readFileSync(one, "utf8").matchAll(/(?:from|import)"(\.\/[\w.-]+\.mjs)"/g)) {
      const full = join(dirname(one), path);
      if (!known.includes(full)) known.push(full);
    }
  }
  return Buffer.concat(known.map((one) => readFileSync(one)));
}

/** Milliseconds from asking for the module to having it, in a process of its own. */
function load(file: string, env: Record<string, string>): number {
  const script = `const from = performance.now(); await import(${JSON.stringify(file)}); process.stdout.write(String(performance.now() - from)); process.exit(0);`;
  const options = { env: { ...env, NODE_OPTIONS: "" }, encoding: "utf8" } as const;
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", script], options).split("\n").at(-1));
}
