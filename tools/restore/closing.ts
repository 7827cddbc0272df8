/** Nothing of before may be at work: the first part of a restore, and of what follows a deployment that failed. */

import type { Place } from "./place.ts";
import type { Restored } from "./stage-file.ts";
import type { Found, Step, Work } from "./step.ts";

/** Clocks differ, and Lambda ends a function a little after its time. */
const QUIET_MARGIN_MS = 60_000;
const POLL_MS = 15_000;

/** Until nothing of before is at work. `made.at` becomes the moment from which on that is so. */
export function closing(
  { place, clock, pause }: Work,
  found: Pick<Found, "outputs" | "functions">,
  made: { at: string },
): Step[] {
  const { functions, outputs } = found;
  const quietMs = Math.max(...functions.map(({ timeoutSeconds }) => timeoutSeconds * 1000)) + QUIET_MARGIN_MS;
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
    executionsStep(place, outputs, () => {
      made.at = new Date(clock()).toISOString();
    }),
    queuesStep(place, outputs),
  ];
}

/**
 * A deployment that failed has taken the closed doors back, and functions have worked at the table of before without the marker: what
 * `at` says is no longer true. Only the last step writes, so that a run that is killed before it is made again.
 */
export function closingAgain(work: Work, restored: Restored, found: Pick<Found, "outputs" | "functions">): Step[] {
  const { file, stage, toMs } = work;
  const made = { at: "" };
  return [
    ...closing(work, found, made),
    {
      name: "stage",
      will: `Write the new moment of the closed doors into stages.json. The deployment is yours: npm run deploy -- --stage ${stage.name} --no-rollback`,
      async run() {
        const marker = { to: new Date(toMs).toISOString(), at: made.at };
        file.write(stage.name, { ...restored, marker, doors: "closed" });
        return `marker.at of ${stage.name} is ${made.at}`;
      },
    },
  ];
}

/** Of before: none of them knows that the table was set back. `onDone`: none runs any more. */
export function executionsStep(place: Place, outputs: Found["outputs"], onDone: () => void = () => {}): Step {
  return {
    name: "executions",
    will: "Stop every running execution of the payment saga; the sweeper resumes what the table knows of.",
    async run() {
      const stopped = await place.stopExecutions(outputs.StateMachineArn ?? "");
      onDone();
      return `${stopped} stopped`;
    },
  };
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
