import { globSync } from "node:fs";
import { join, resolve } from "node:path";
import { GENERAL_CODES } from "../../../contract/refusals.ts";
import { AnswerDocument } from "./document.ts";
import { seenIn } from "./seen.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
/** Where answers are seen: of every other file none has to run before what is missing can be told. */
const SEEING = "test/{lambdas/http,sandbox}/**/*.test.ts";

interface Run {
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  wasInterrupted: boolean;
  testResults: readonly { testFilePath: string }[];
}

/** What is described and no test has seen. What the same middleware says everywhere is seen once for all. */
export function unseen(described: Iterable<string>, seen: Iterable<string>): string[] {
  const known = new Set([...seen].map(once));
  return [...new Set([...described].map(once))].filter((name) => !known.has(name)).sort();
}

function once(name: string): string {
  const code = name.split(" ")[2];
  return GENERAL_CODES.some((general) => general === code) ? `any operation: ${code}` : name;
}

/** Whether a run was one that could have seen everything: no file left out, no test skipped by its name, none failed. */
export function sawAll(run: Run, namePattern: string | undefined, files: readonly string[]): boolean {
  if (namePattern || run.wasInterrupted || run.numFailedTests > 0 || run.numRuntimeErrorTestSuites > 0) return false;
  const ran = new Set(run.testResults.map(({ testFilePath }) => testFilePath));
  return files.every((file) => ran.has(file));
}

/** Jest's reporter: after a run of all files that see answers, an answer that is described and was not seen fails it. */
export default class AnswerGate {
  readonly #namePattern: string | undefined;
  #error: Error | undefined;

  constructor({ testNamePattern }: { testNamePattern?: string | undefined }) {
    this.#namePattern = testNamePattern;
  }

  onRunComplete(_contexts: unknown, run: Run): void {
    const files = globSync(SEEING, { cwd: ROOT }).filter((file) => !file.endsWith(".exhaustive.test.ts"));
    const all = files.map((file) => join(ROOT, file));
    if (!sawAll(run, this.#namePattern, all)) return;
    const missing = unseen(AnswerDocument.read().named(), seenIn(String(process.env.TENDER_TEST_SEEN)));
    if (missing.length === 0) return;
    this.#error = new Error(
      [
        `${missing.length} answers are described in docs/openapi.json and seen by no test:`,
        ...missing.map((name) => `  ${name}`),
        "Let a test of test/lambdas/http get each of them from its route, or take away from contract/routes what the route never says.",
      ].join("\n"),
    );
    process.stderr.write(`\n${this.#error.message}\n`);
  }

  getLastError(): Error | undefined {
    return this.#error;
  }
}
