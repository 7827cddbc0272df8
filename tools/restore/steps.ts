/** The plan of a restore: what each step will do, and how. A command that was killed begins again: each step may be repeated. */

import type { Stage } from "../../lib/stages.ts";
import type { Place, StageFunction } from "./place.ts";
import type { StageFile } from "./stage-file.ts";

export interface Step {
  name: string;
  will: string;
  /** Returns what was done. */
  run: (tell: (doing: string) => void) => Promise<string>;
}

export interface Work {
  place: Place;
  file: StageFile;
  stage: Stage;
  toMs: number;
  /** Milliseconds since 1970. */
  clock: () => number;
  pause: (ms: number) => Promise<void>;
}

/** What a look at the stage has found, before anything is changed. */
export interface Found {
  outputs: Readonly<Record<string, string>>;
  functions: readonly StageFunction[];
  source: string;
  target: string;
}

/** Clocks differ, and Lambda ends a function a little after its time. */
const QUIET_MARGIN_MS = 60_000;
const POLL_MS = 15_000;

/** Until the deployment that points the functions at the table. */
export function preparation({ place, file, stage, toMs, clock, pause }: Work, found: Found): Step[] {
  const { functions, outputs, source, target } = found;
  const quietMs = Math.max(...functions.map(({ timeoutSeconds }) => timeoutSeconds * 1000)) + QUIET_MARGIN_MS;
  const to = new Date(toMs).toISOString();
  const made = { stream: "", at: "" };
  return [
    {
      name: "doors",
      will: `Close the doors: the reserved concurrency of ${functions.length} functions becomes 0, so that none runs, whoever calls it.`,
      async run() {
        for (const { name } of functions) await place.functions.close(name);
        return `${functions.length} functions can no longer run`;
      },
    },
    {
      name: "quiet",
      will: `Wait ${Math.ceil(quietMs / 1000)} s: so long may run what has begun before.`,
      async run(tell) {
        const untilMs = clock() + quietMs;
        while (clock() < untilMs) {
          tell(`until ${new Date(untilMs).toISOString()}`);
          await pause(Math.min(POLL_MS, untilMs - clock()));
        }
        return "nothing of before is at work";
      },
    },
    {
      name: "executions",
      will: "Stop every running execution of the payment saga; the sweeper resumes what the table knows of.",
      async run() {
        const stopped = await place.stopExecutions(outputs.StateMachineArn ?? "");
        made.at = new Date(clock()).toISOString();
        return `${stopped} stopped`;
      },
    },
    queuesStep(place, outputs),
    {
      name: "table",
      will: `Restore ${source} as it was at ${to}, as ${target}, and wait until it is there: minutes, or hours for a large one.`,
      async run(tell) {
        await place.tables.restore(source, target, toMs);
        for (const sinceMs = clock(); !(await place.tables.isThere(target)); await pause(POLL_MS))
          tell(`${Math.round((clock() - sinceMs) / 60_000)} minutes`);
        return `${target} is there`;
      },
    },
    {
      name: "settings",
      will: "Give it what a restored table has not: stream, point-in-time recovery, deletion protection, tags.",
      async run() {
        made.stream = await place.tables.settle(source, target);
        return made.stream;
      },
    },
    {
      name: "stage",
      will: `Write the table and the marker into stages.json, with closed doors. The deployment is yours: npm run deploy -- --stage ${stage.name}`,
      async run() {
        const marker = { to, at: made.at };
        file.write(stage.name, { table: target, stream: made.stream, marker, doors: "closed" });
        return `restored of ${stage.name} is in stages.json`;
      },
    },
  ];
}

/** Pointers, of which the sweeper writes new ones for what the table knows of. Dead letters stay: a person looks at them as always. */
export function queuesStep(place: Place, outputs: Found["outputs"]): Step {
  const urls = Object.entries(outputs).flatMap(([name, url]) => (name.endsWith("QueueUrl") ? [url] : []));
  return {
    name: "queues",
    will: `Purge ${urls.length} queues: their messages point to what may be in no table.`,
    async run() {
      for (const url of urls) await place.purge(url);
      return `${urls.length} purged`;
    },
  };
}
