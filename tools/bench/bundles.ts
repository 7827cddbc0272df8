import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleFunctions } from "../../lib/bundle.ts";
import { FUNCTIONS, type FunctionRow } from "../../lib/functions.ts";
import { quantile } from "./measure.ts";
import type { Report } from "./report.ts";

const LOADS = 5;
/** What each client sends with its requests and therefore carries in its code. */
const MARKERS = {
  dynamodb: "DynamoDB_20120810",
  sqs: "AmazonSQS",
  secrets: "secretsmanager",
  "step-functions": "AWSStepFunctions",
  cloudformation: "cloudformation.amazonaws.com",
  s3: "AmazonS3",
} as const;

/** Whatever a function may want to know, so that each one loads. */
const ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  MAIN_TABLE: "main",
  TRANSIENT_TABLE: "transient",
  SANDBOX_TABLE: "sandbox",
  LIMITS_PROFILE: "production",
  CODE_PEPPER_SECRET: "pepper",
  CODE_CIPHER_SECRET: "cipher",
  EXCHANGE_SECRET: "exchange",
  EXCHANGE_URL: "https://exchange.invalid",
  CHANNEL_CONFIGS_SECRET: "channels",
  CHANNEL_SECRET: "channel",
  CHANNEL_URL: "https://channel.invalid",
  API_URL: "https://api.invalid",
  STATE_MACHINE_ARN: "arn:aws:states:us-east-1:000000000000:stateMachine:saga",
  ...Object.fromEntries(
    ["REDEMPTION", "SAGA", "REFUND", "WEBHOOK"].flatMap((name) => [
      [`${name}_QUEUE_URL`, "http://127.0.0.1:9/queue"],
      [`${name}_DLQ_URL`, "http://127.0.0.1:9/dlq"],
    ]),
  ),
};

/** Size and load time of each deployed function, and the AWS clients that it carries. */
export async function benchBundles(report: Report): Promise<void> {
  const folder = await bundleFunctions();
  const empty = median(() => load("data:text/javascript,"));
  report.note("an empty module, load", `${empty.toFixed(0)} ms`);
  for (const [name, row] of Object.entries(FUNCTIONS) as [string, FunctionRow][]) {
    const file = join(folder, name, "index.mjs");
    const source = Buffer.concat(loadedAtStart(file).map((path) => readFileSync(path)));
    const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
    const init = median(() => load(file));
    const carried = Object.entries(MARKERS)
      .filter(([, marker]) => source.includes(marker))
      .map(([client]) => client);
    const used = [
      ...(row.access.length > 0 ? ["dynamodb"] : []),
      ...(row.sendsTo.length > 0 ? ["sqs"] : []),
      ...(row.secrets.length > 0 || row.knowsChannels ? ["secrets"] : []),
      ...(row.steers ? ["step-functions"] : []),
    ];
    const extra = carried.filter((client) => !used.includes(client));
    report.add({
      what: name,
      target: "no client that it does not use",
      measured: `${kilobytes(source.length)}, zipped ${kilobytes(gzipSync(source).length)}, loads in ${init.toFixed(0)} ms, carries ${carried.join(" + ")}`,
      verdict: extra.length === 0 ? "ok" : "miss",
      ...(extra.length > 0 ? { why: `carries ${extra.join(", ")} for nothing` } : {}),
    });
  }
}

/** The file and what it imports at once; what is imported on first use stays out. */
function loadedAtStart(file: string, known: string[] = []): string[] {
  if (known.includes(file)) return known;
  known.push(file);
  const imports = readFileSync(file, "utf8").matchAll(/(?:from|import)"(\.\/[\w.-]+\.mjs)"/g);
  for (const [, path = ""] of imports) loadedAtStart(join(dirname(file), path), known);
  return known;
}

const median = (run: () => number) => quantile(Array.from({ length: LOADS }, run), 0.5);

/** Milliseconds from asking for the module to having it, in a process of its own. */
function load(url: string): number {
  const script = `const from = performance.now(); await import(${JSON.stringify(url)}); process.stdout.write(String(performance.now() - from)); process.exit(0);`;
  const options = { env: { PATH: process.env.PATH ?? "", ...ENVIRONMENT }, encoding: "utf8" } as const;
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", script], options).split("\n").at(-1));
}
