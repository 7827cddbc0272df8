import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand, readArguments } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { duration, failure } from "../terminal/terminal.ts";
import { benchAccept } from "./accept.ts";
import { benchBatch } from "./batch.ts";
import { openTables } from "./bench-tables.ts";
import { benchBundles } from "./bundles.ts";
import { benchCapacity } from "./capacity.ts";
import { benchCodes } from "./codes.ts";
import { synthesised } from "./deployed.ts";
import { benchLists } from "./lists.ts";
import { benchOrders } from "./orders.ts";
import { benchOverHttp } from "./over-http.ts";
import { benchPaymentCost } from "./payment-cost.ts";
import { benchPayments } from "./payments.ts";
import { Report } from "./report.ts";
import { benchSelection } from "./selection.ts";
import { benchStarts } from "./starts.ts";
import { benchWebhooks } from "./webhooks.ts";
import { benchWithdrawals } from "./withdrawals.ts";

const BENCH = defineCommand({
  run: "npm run bench",
  does:
    "Measures against engines of its own: requests and state transitions (gates: a missed one makes the exit code 1), ratios " +
    "against the bare engine, cost of a million, size and load time of each function. It takes some minutes.",
  options: {},
});

/** `npm run bench`: everything against engines of its own in a temporary folder; ratios, since machines differ. */
async function main(): Promise<number> {
  readArguments((args, env) => parseCommand(BENCH, args, env));
  // An engine that somebody else uses would be measured with its other work.
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "tender-bench-"));
  const screen = new Screen();
  const report = new Report(screen);
  screen.title("What it costs", "Some minutes, best on an idle machine: what else runs is measured too.");
  try {
    const { machine, functions } = await synthesised(folder);
    const tables = await openTables(folder);
    try {
      report.section(
        "Accepting a redemption",
        "Plan and key are known to the process, as of all but its first request.",
      );
      await benchAccept(tables, report);
      report.section("A batch of 100 new codes", "Its requests, and what idempotency adds to its time.");
      await benchBatch(tables, report);
      report.section("Consumed capacity and cost", "Of one redemption, and of a million.");
      await benchCapacity(tables, report);
      report.section("Redemption codes", "A use of one code with 10,000 uses, and codes being made.");
      await benchCodes(tables, report);
      report.section(
        "A withdrawal",
        "Accepted, paid out, taken back. Policy and destination are known to the process.",
      );
      await benchWithdrawals(tables, report);
      report.section("Orders of offers", "One is held for a user, and given back.");
      await benchOrders(tables, report);
      report.section("Webhooks to merchants", "An event, its delivery, and an endpoint that hangs among two hundred.");
      await benchWebhooks(tables, report);
      report.section("A happy payment", "On the synthesised state machine, and what a million of them cost.");
      await benchPaymentCost(tables, machine, folder, report);
      report.section("The saga's own time", "Against the same payment as one plain function.");
      await benchPayments(tables, machine, folder, report);
    } finally {
      await tables.stop();
    }
    report.section("Over HTTP", "A batch against single submissions, and many clients at once, through the local run.");
    await benchOverHttp(folder, report);
    report.section("Starting it", "`npm start` until it is ready, the first time and later.");
    await benchStarts(folder, report);
    report.section("Account selection", "One account of a hundred and one of a hundred thousand.");
    await benchSelection(folder, report);
    report.section("Lists of all merchants", "Payments of ten thousand merchants.");
    await benchLists(folder, report);
    report.section("Functions", "What a cold start reads, and how long it takes; no client that is not used.");
    await benchBundles(functions, folder, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const gates = report.gatesMissed === 0 ? "all gates met" : `${report.gatesMissed} gates missed`;
  screen.line(`\n${gates}, ${duration(performance.now() - startedAt)}`);
  return report.gatesMissed === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  failure(error instanceof LocalError ? error.message : `The bench failed: ${(error as Error).stack ?? error}`);
  return 1;
});
