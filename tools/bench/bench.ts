import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand, readArguments } from "../terminal/command-line.ts";
import { failure } from "../terminal/terminal.ts";
import { benchAccept } from "./accept.ts";
import { benchBatch } from "./batch.ts";
import { openTables } from "./bench-tables.ts";
import { benchBundles } from "./bundles.ts";
import { benchCapacity } from "./capacity.ts";
import { benchOverHttp } from "./over-http.ts";
import { benchPaymentCost } from "./payment-cost.ts";
import { benchPayments } from "./payments.ts";
import { Report } from "./report.ts";
import { synthesisedSaga } from "./saga-machine.ts";
import { benchSelection } from "./selection.ts";

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
  const folder = mkdtempSync(join(tmpdir(), "tender-bench-"));
  const report = new Report();
  console.log("Some minutes, best on an idle machine: what else runs is measured too.\n");
  try {
    const tables = await openTables(folder);
    try {
      report.section("Accepting a redemption (plan and key known to the process)");
      await benchAccept(tables, report);
      report.section("Batch of 100 new codes");
      await benchBatch(tables, report);
      report.section("Consumed capacity and cost");
      await benchCapacity(tables, report);
      report.section("A happy payment on the synthesised state machine");
      const machine = await synthesisedSaga(folder);
      await benchPaymentCost(tables, machine, folder, report);
      report.section("Saga of a payment against the same payment as one plain function");
      await benchPayments(tables, machine, folder, report);
    } finally {
      await tables.stop();
    }
    report.section("Batch against single submissions over HTTP (local run)");
    await benchOverHttp(folder, report);
    report.section("Account selection");
    await benchSelection(folder, report);
    report.section("Functions");
    await benchBundles(report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  report.print();
  return report.gatesMissed === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  failure(error instanceof LocalError ? error.message : `The bench failed: ${(error as Error).stack ?? error}`);
  return 1;
});
