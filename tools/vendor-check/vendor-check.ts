/** `npm run vendor-check`: what a vendor's test mode says to the adapters that run deployed. */

import { writeFileSync } from "node:fs";
import { LocalError } from "../../local/local-error.ts";
import { readArguments } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { failure } from "../terminal/terminal.ts";
import { check } from "./check.ts";
import { parseCheckArguments } from "./options.ts";
import { AtTerminal } from "./person.ts";
import { asJson, asMarkdown, countsOf } from "./report.ts";
import { allPassed, type CaseResult } from "./run-cases.ts";

const screen = new Screen();

async function main(): Promise<void> {
  const options = readArguments(parseCheckArguments);
  // Whoever is at the terminal cannot type where the account comes in.
  const hasPerson = !options.withoutPerson && process.stdin.isTTY === true && options.config !== "-";
  const person = hasPerson ? new AtTerminal(options.waitMs) : undefined;
  const startedAt = new Date().toISOString();
  screen.title(
    `A check of ${options.vendor}`,
    "One line for each case. It talks to the vendor, in test mode where there is one.",
  );
  const results = await check(options, { person, note: (text) => screen.note(text), tell });
  if (options.out !== undefined) {
    const report = { vendor: options.vendor, startedAt, results };
    writeFileSync(options.out, options.out.endsWith(".json") ? asJson(report) : asMarkdown(report));
  }
  screen.line(`\n${countsOf(results)}${options.out === undefined ? "" : `; the report is in ${options.out}`}`);
  process.exitCode = allPassed(results) ? 0 : 1;
}

function tell({ name, verdict, reason }: CaseResult): void {
  if (verdict === "passed") screen.verdict(true, name);
  else if (verdict === "failed") screen.verdict(false, `${name}. ${reason}`);
  else screen.note(`- ${name}: ${verdict === "skipped" ? "skipped" : "not possible in test mode"}, ${reason}`);
}

try {
  await main();
} catch (error) {
  // What anything else says may quote the configuration.
  failure(
    error instanceof LocalError ? error.message : `The check broke off: ${error instanceof Error ? error.name : "?"}.`,
  );
  process.exitCode = 1;
}
