import { parseStartArguments } from "../tools/terminal/arguments.ts";
import { readArguments } from "../tools/terminal/command-line.ts";
import { failure, Progress } from "../tools/terminal/terminal.ts";
import { LocalError } from "./local-error.ts";
import { LocalRun } from "./local-run.ts";
import { tryItLines } from "./try-it.ts";

/** `npm start`: the synthesised template on one machine, until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const options = readArguments(parseStartArguments);
  const progress = new Progress();
  const run = new LocalRun(options, progress);
  let signalled = false;
  const stop = () => {
    if (signalled) process.exit(130);
    signalled = true;
    void run.stop().then(() => process.exit(0), die);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);
  // For whoever wants to see that nothing depends on a function's coming to its end.
  process.on("SIGUSR2", () => void run.killFunction());

  progress.title("Tender on this machine");
  try {
    const apiUrl = await run.start();
    progress.note("");
    progress.note("In another terminal, from this folder: a payment, and how it ended. README.md goes on from there.");
    progress.note("");
    for (const line of tryItLines(apiUrl, run.credentialsFile)) progress.note(line);
    progress.note("");
    progress.note(`started in ${progress.elapsed}, ${options.limits} limits, Ctrl-C stops`);
    console.log(`ready ${apiUrl}`);
  } catch (error) {
    // A signal during the start is a clean stop, not a failure.
    if (signalled) return;
    await run.stop().catch(() => {});
    die(error);
  }
}

function die(error: unknown): void {
  failure(error instanceof LocalError ? error.message : `The local run failed: ${(error as Error).stack ?? error}`);
  process.exit(1);
}

await main().catch(die);
