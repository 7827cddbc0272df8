import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalError } from "../../local/local-error.ts";
import { setUp } from "../demo/scenes/set-up.ts";
import { keepEvidence } from "../harness/evidence.ts";
import { Instance } from "../harness/instance.ts";
import { WaitTimeout } from "../harness/waiting.ts";
import { readArguments } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { duration, failure } from "../terminal/terminal.ts";
import { conclude } from "./conclude.ts";
import { judge } from "./judge.ts";
import { Killer } from "./killer.ts";
import { parseChaosArguments } from "./options.ts";
import { kills, stories } from "./plan.ts";
import { report } from "./report.ts";
import { storm } from "./storm.ts";
import { World } from "./world.ts";

/** `npm run chaos`: the local run under load while its parts are killed, and then the invariants over all that is left. */
async function main(): Promise<number> {
  const options = readArguments(parseChaosArguments);
  const { minutes, seed } = options;
  const screen = new Screen();
  const folder = mkdtempSync(join(tmpdir(), "tender-chaos-"));
  const instance = new Instance(folder);
  leaveNothingBehind(instance, screen, folder);
  let world: World | undefined;
  try {
    screen.title(
      "Tender in a storm: whatever is killed, every accepted request takes effect exactly once",
      `${duration(minutes * 60_000)} of load and kills, and one to two minutes until the last outcome in doubt is known.`,
    );
    screen.scene(
      "An instance of its own",
      "The template that goes to the cloud, on this machine, with limits of seconds.",
    );
    await instance.start((line) => screen.progress(line));
    screen.note(`ready at ${instance.url}`);
    world = new World(instance, screen);
    await setUp(world.stage);

    const durationMs = minutes * 60_000;
    screen.scene(
      `${duration(durationMs)} of load and kills, seed ${seed}`,
      "Cards, batches, payments, customers, webhooks, operators; functions, queues, engine and the whole process die.",
    );
    const killer = new Killer(instance);
    await storm(world, killer, { durationMs, stories: stories(seed), kills: kills(seed) });
    screen.note(`${killer.done.length} kills, and every story has come to its end`);

    screen.scene(
      "The books",
      "Tables, effects and the clients' own log of answers, when nothing is under way any more.",
    );
    const judged = await judge(world);
    await instance.stop();
    report(world, killer.done, judged);
    return conclude(world, judged, { ...options, folder });
  } catch (error) {
    // The signal's own way out is under way.
    if (instance.hasEnded) return new Promise(() => {});
    const plain = error instanceof LocalError || error instanceof WaitTimeout;
    failure(`\n    The chaos cannot go on: ${plain ? error.message : ((error as Error).stack ?? error)}`);
    await instance.stop();
    for (const { subject, detail } of world?.stage.findings ?? []) screen.note(`seen before: ${subject}: ${detail}`);
    keepEvidence(folder, screen, world?.stage.calls ?? []);
    screen.line(`    the same choices again: npm run chaos -- --minutes ${minutes} --seed ${seed}`);
    screen.line("violations: not counted, the storm did not come to its end");
    return 1;
  }
}

/** Ctrl-C, also while the instance is just being started again. */
function leaveNothingBehind(instance: Instance, screen: Screen, folder: string): void {
  const leave = async (signal: NodeJS.Signals) => {
    screen.clearProgress();
    await instance.end();
    rmSync(folder, { recursive: true, force: true });
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, (name) => void leave(name));
}

// A story or a restart that was given up must not hold the verdict back.
process.exit(
  await main().catch((error: unknown) => {
    failure(error instanceof LocalError ? error.message : String((error as Error).stack ?? error));
    return 1;
  }),
);
