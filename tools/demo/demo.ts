import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalError } from "../../local/local-error.ts";
import { keepEvidence } from "../harness/evidence.ts";
import { Instance } from "../harness/instance.ts";
import { WaitTimeout } from "../harness/waiting.ts";
import { defineCommand, parseCommand, readArguments } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { duration, failure } from "../terminal/terminal.ts";
import { type Audit, audit } from "./audit.ts";
import { reportPayments } from "./payment-report.ts";
import { report, reportFindings } from "./report.ts";
import { cancelAndRefund } from "./scenes/cancel-and-refund.ts";
import { customers } from "./scenes/customers.ts";
import { killAndRestart } from "./scenes/kill.ts";
import { payWithEverything } from "./scenes/pay.ts";
import { race } from "./scenes/race.ts";
import { review } from "./scenes/review.ts";
import { reviewPayments } from "./scenes/review-payments.ts";
import { setUp } from "./scenes/set-up.ts";
import { submitAgain } from "./scenes/submit-again.ts";
import { submitHundred } from "./scenes/submit-batch.ts";
import { Stage } from "./stage.ts";

/** `npm run demo`: what Tender promises, shown on an instance of its own and checked in the end. */
const DEMO = defineCommand({
  run: "npm run demo",
  does:
    "A guided tour on an instance of its own: batches, races, payments by every method of the sandbox, forged callbacks, " +
    "refunds, a SIGKILL in the middle. It checks itself and ends with `violations: 0` and exit code 0.",
  options: { keep: { does: "leaves its folder behind also when nothing was wrong" } },
});
const { keep } = readArguments((args, env) => parseCommand(DEMO, args, env)).values;
const startedAt = performance.now();
const screen = new Screen();
const folder = mkdtempSync(join(tmpdir(), "tender-demo-"));
const instance = new Instance(folder);
let stage: Stage | undefined;
let signals = 0;
process.on("SIGINT", leave);
process.on("SIGTERM", leave);

try {
  const judged = await tell();
  await instance.stop();
  finish(judged);
} catch (error) {
  // A signal ends what was going on; that is no failure.
  if (signals === 0) await fail(error);
}

async function tell(): Promise<Audit> {
  screen.title(
    "Tender: every card and every payment takes effect exactly once, whatever happens",
    "A few minutes, most of them waiting until outcomes in doubt are known; Ctrl-C leaves nothing behind.",
  );
  screen.scene(
    "An instance of its own",
    "The template that goes to the cloud, on this machine, with limits of seconds.",
  );
  await instance.start((line) => screen.progress(line));
  screen.note(`ready at ${instance.url} after ${duration(performance.now() - startedAt)}`);
  stage = new Stage(instance, screen);

  await setUp(stage);
  const hundred = await submitHundred(stage);
  await submitAgain(stage, hundred);
  await race(stage);
  await payWithEverything(stage);
  await customers(stage);
  await cancelAndRefund(stage);
  await killAndRestart(stage, hundred);
  await review(stage);
  await reviewPayments(stage);

  screen.scene("The books", "What exchange and channel say took effect, against every row, every answer and the logs.");
  const judged = await audit(stage);
  judged.findings.unshift(...stage.findings);
  report(stage, judged);
  await reportPayments(stage, judged.snapshot);
  return judged;
}

function finish({ findings, snapshot }: Audit): void {
  if (!stage) return;
  reportFindings(stage, findings);
  screen.line(`\n    the whole story took ${duration(performance.now() - startedAt)}`);
  if (findings.length === 0 && !keep) rmSync(folder, { recursive: true, force: true });
  else keepEvidence(folder, screen, stage.calls, snapshot);
  process.exitCode = findings.length === 0 ? 0 : 1;
  screen.line(`violations: ${findings.length}`);
}

async function fail(error: unknown): Promise<void> {
  screen.clearProgress();
  const { name, message, stack } = error as Error;
  // Deadlines and refusals to start say it all in their sentence.
  const plain = error instanceof WaitTimeout || error instanceof LocalError;
  failure(`\n    The demo cannot go on: ${plain ? message : (stack ?? `${name}: ${message}`)}`);
  await instance.stop();
  for (const { detail } of stage?.findings ?? []) screen.note(`seen before: ${detail}`);
  keepEvidence(folder, screen, stage?.calls ?? []);
  screen.line("violations: not counted, the story did not come to its end");
  process.exitCode = 1;
}

/** Ctrl-C: nothing is left behind. Once more: at once. */
async function leave(signal: NodeJS.Signals): Promise<void> {
  signals += 1;
  screen.clearProgress();
  await (signals === 1 ? instance.stop() : instance.kill());
  rmSync(folder, { recursive: true, force: true });
  process.exit(signal === "SIGINT" ? 130 : 143);
}
