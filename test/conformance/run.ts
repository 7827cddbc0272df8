import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDynoxide } from "../../local/servers/dynamodb-engine.ts";
import { defineCommand, parseCommand, readArguments } from "../../tools/terminal/command-line.ts";
import { tableLines } from "../../tools/terminal/screen.ts";

interface Report {
  endpoint: string;
  cases: Case[];
}

interface Case {
  name: string;
  passed: boolean;
}

const JEST = ["--experimental-vm-modules", "--no-warnings=ExperimentalWarning", "node_modules/jest/bin/jest.js"];

/** All cases against one endpoint; `undefined`: it could not be reached, and jest has said why. */
function runAgainst(endpoint: string | undefined, folder: string): Report | undefined {
  const name = endpoint === undefined ? "packaged engine" : new URL(endpoint).origin;
  console.log(`\n== ${name}`);
  const outputFile = join(folder, "report.json");
  rmSync(outputFile, { force: true });
  const { AWS_ENDPOINT_URL_DYNAMODB: _, ...env } = process.env;
  const args = [...JEST, "--config", "jest.conformance.config.js", "--json", `--outputFile=${outputFile}`];
  spawnSync(process.execPath, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: endpoint === undefined ? env : { ...env, AWS_ENDPOINT_URL_DYNAMODB: endpoint },
  });
  if (!existsSync(outputFile)) return undefined;
  const { testResults } = JSON.parse(readFileSync(outputFile, "utf8")) as JestReport;
  const cases = testResults.flatMap(({ name: file, assertionResults }) =>
    // A suite that did not start has no cases.
    assertionResults.length === 0
      ? [{ name: file, passed: false }]
      : assertionResults.map(({ fullName, status }) => ({ name: fullName, passed: status === "passed" })),
  );
  return { endpoint: name, cases };
}

interface JestReport {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

function summarise(reports: readonly Report[]): void {
  const rows = reports.map(({ endpoint, cases }) => [endpoint, cases.length, cases.filter((one) => one.passed).length]);
  console.log(`\n${tableLines(["endpoint", "cases", "passed"], rows).join("\n")}`);
  const [first, second] = reports;
  if (!first || !second) return;
  const passes = ({ cases }: Report, name: string) => cases.every((one) => one.name !== name || one.passed);
  const names = new Set([...first.cases, ...second.cases].map(({ name }) => name));
  const different = [...names].filter((name) => passes(first, name) !== passes(second, name));
  console.log(different.length === 0 ? "\nThey do not differ in any case." : "\nThey differ in:");
  for (const name of different)
    console.log(`  ${name} (passed by ${passes(first, name) ? first.endpoint : second.endpoint} only)`);
}

const CONFORMANCE = defineCommand({
  run: "npm run conformance",
  does:
    "The store's write cases, the engine behaviour that it relies on and the lives of a code, an order and a withdrawal over " +
    "HTTP, against the packaged engine and against the endpoint that the environment names; prints in which cases they differ.",
  options: {},
  more:
    "Environment: AWS_ENDPOINT_URL_DYNAMODB and AWS_REGION name the other endpoint, with your own credentials. Against AWS it " +
    "makes two on-demand tables *-tender-conformance-*, costs cents, and deletes them at its end.",
});
readArguments((args, env) => parseCommand(CONFORMANCE, args, env));

const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
if (given !== undefined && !URL.canParse(given)) {
  console.error(`AWS_ENDPOINT_URL_DYNAMODB is no URL: "${given}"`);
  process.exit(1);
}
console.log("A minute or two for each endpoint, longer over a network.");
const folder = mkdtempSync(join(tmpdir(), "tender-conformance-"));
// A given endpoint is held against the engine that everything here runs on, where there is one.
const endpoints = given === undefined ? [undefined] : findDynoxide() ? [given, undefined] : [given];
const reports = endpoints.map((endpoint) => runAgainst(endpoint, folder));
rmSync(folder, { recursive: true });
summarise(reports.filter((report) => report !== undefined));
const isGood = reports.every((report) => report?.cases.every(({ passed }) => passed));
process.exitCode = isGood ? 0 : 1;
