import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalError } from "../../local/local-error.ts";
import { NAMES, openTables } from "../bench/bench-tables.ts";
import { defineCommand, parseCommand, readArguments } from "../terminal/command-line.ts";
import { Screen, tableLines } from "../terminal/screen.ts";
import { COLUMNS, failure } from "../terminal/terminal.ts";
import { costPageOf, costTables } from "./cost-page.ts";
import { recordJourneys } from "./journeys.ts";
import { pageOf, tablesOf } from "./page.ts";
import { tooHot } from "./report.ts";
import { spreadOf } from "./spread.ts";

const DOCS = join(import.meta.dirname, "../../docs");
const INDENT = "    ";
/** Two of each tell what is shared; what is more makes averages. */
const TIMES = 2;

const SCALE = defineCommand({
  run: "npm run scale",
  does:
    "Runs the real code once for each thing that may be asked for, spreads what it reads and writes over partitions by their keys, " +
    "and prints what would be full first at 10,000 redemptions and 2,000 payments a second, and what a million of each costs. The exit code is 1 when a partition is " +
    "hotter than wanted and no ceiling by name.",
  options: {
    all: { does: "every shared partition, not the hottest alone" },
    write: { does: "write docs/scale.md and docs/cost.md" },
  },
});

async function main(): Promise<number> {
  const { values } = readArguments((args, env) => parseCommand(SCALE, args, env));
  // An engine that somebody else uses has other rows in it.
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const folder = mkdtempSync(join(tmpdir(), "tender-scale-"));
  const screen = new Screen();
  screen.title("How far it scales", "On paper, from what the real code reads and writes. Some seconds.");
  try {
    const tables = await openTables(folder);
    const recorded = await recordJourneys(tables.client, NAMES, TIMES).finally(() => tables.stop());
    const spread = spreadOf(recorded);
    for (const { title, sentence, header, rows, columnsOnScreen = header.length } of [
      ...tablesOf(spread, values.all),
      ...costTables(spread),
    ]) {
      screen.scene(title, sentence);
      const shown = rows.map((row) => row.slice(0, columnsOnScreen));
      const lines = tableLines(header.slice(0, columnsOnScreen), shown, COLUMNS - INDENT.length);
      screen.line(lines.map((line) => `${INDENT}${line}`).join("\n"));
    }
    if (values.write) writeFileSync(join(DOCS, "scale.md"), pageOf(spread));
    if (values.write) writeFileSync(join(DOCS, "cost.md"), costPageOf(spread));
    const hot = tooHot(spread);
    screen.line("");
    screen.verdict(hot.length === 0, hot.length === 0 ? "nothing but the ceilings is hotter than wanted" : "too hot:");
    for (const each of hot) screen.note(each);
    return hot.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error: unknown) => {
  failure(error instanceof LocalError ? error.message : `It failed: ${(error as Error).stack ?? error}`);
  return 1;
});
