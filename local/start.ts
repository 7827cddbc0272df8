import { parseStartArguments } from "../tools/terminal/arguments.ts";
import { readArguments } from "../tools/terminal/command-line.ts";
import { Screen } from "../tools/terminal/screen.ts";
import { failure } from "../tools/terminal/terminal.ts";
import { LocalError } from "./local-error.ts";
import { LocalRun } from "./local-run.ts";
import { tryItLines } from "./try-it.ts";

/** `npm start`: the synthesised template on one machine, until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const options = readArguments(parseStartArguments);
  const screen = new Screen();
  const run = new LocalRun(options, screen);
  let signalled = false;
  const stop = () => {
    if (signalled) process.exit(130);
    signalled = true;
    void run.stop().then(() => {
      screen.line(`  stopped; everything is kept in ${options.state}, and the next start goes on from there`);
      process.exit(0);
    }, die);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);
  // For whoever wants to see that nothing depends on a function's coming to its end.
  process.on("SIGUSR2", () => void run.killFunction());

  screen.title("Tender on this machine");
  try {
    const apiUrl = await run.start();
    const lines = [
      "",
      "In another terminal, from this folder: a payment, and how it ended. README.md goes on from there.",
      "",
      ...tryItLines(apiUrl, run.credentialsFile),
      "",
      `The operators' console: ${apiUrl}/console, with the key \`operator\` of ${run.credentialsFile}`,
      "",
      `started in ${screen.elapsed}, ${options.limits} limits, Ctrl-C stops`,
    ];
    for (const line of lines) screen.line(line === "" ? "" : `  ${line}`);
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
