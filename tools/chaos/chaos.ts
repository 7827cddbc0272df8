import { runJudged } from "../harness/judged-run.ts";
import { readArguments } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { duration } from "../terminal/terminal.ts";
import { judge } from "./judge.ts";
import { Killer } from "./killer.ts";
import { parseChaosArguments } from "./options.ts";
import { kills, stories } from "./plan.ts";
import { report } from "./report.ts";
import { storm } from "./storm.ts";
import { catchUp, listen } from "./subscriber.ts";
import { World } from "./world.ts";

/** `npm run chaos`: the local run under load while its parts are killed, and then the invariants over all that is left. */
const { minutes, seed, keep } = readArguments(parseChaosArguments);
const durationMs = minutes * 60_000;
const screen = new Screen();

async function tell(world: World) {
  screen.scene(
    `${duration(durationMs)} of load and kills, seed ${seed}`,
    "Cards, batches, payments, notifications, customers, webhooks, operators; functions, queues, engine and the whole process die.",
  );
  const killer = new Killer(world.instance);
  const { subscriber, calm } = await listen(world);
  await storm(world, killer, { durationMs, stories: stories(seed), kills: kills(seed) });
  screen.note(`${killer.done.length} kills, and every story has come to its end`);
  calm();
  await catchUp(world, subscriber);
  screen.scene("The books", "Tables, effects and the clients' own log of answers, when nothing is under way any more.");
  const judged = await judge(world);
  report(world, killer.done);
  return judged;
}

// A story or a restart that was given up must not hold the verdict back.
process.exit(
  await runJudged(
    {
      name: "chaos",
      title: "Tender in a storm: whatever is killed, every accepted request takes effect exactly once",
      takes: `${duration(durationMs)} of load and kills, and one to two minutes until the last outcome in doubt is known.`,
      keep,
      again: `npm run chaos -- --minutes ${minutes} --seed ${seed}`,
      stage: (instance) => new World(instance, screen),
      tell,
    },
    screen,
  ),
);
