import type { Violation } from "../invariants/snapshot.ts";
import { Cast } from "./cast.ts";
import type { Choices } from "./choices.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Fault } from "./faults.ts";
import { hunting } from "./hunting.ts";
import { judge } from "./judge.ts";
import type { Mutation } from "./mutation.ts";
import type { Met } from "./observed-tables.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { planFrom } from "./scenarios/world-plan.ts";
import { Restless, type TraceLine } from "./simulation.ts";
import { World } from "./world.ts";

export interface Played extends Readonly<Met> {
  seed: number;
  violations: Violation[];
  /** The decisions of this world, to play it again or to shrink it. */
  decisions: readonly number[];
  trace: readonly TraceLine[];
  steps: number;
  faults: ReadonlyMap<Fault, number>;
  judgements: number;
  /** Rows in states of this release that instances of the last one met, and left alone. */
  leftAlone: readonly string[];
  /** To DynamoDB. */
  requests: number;
  /** Virtual milliseconds. */
  tookMs: number;
}

export interface PlayOptions {
  scenario: Scenario;
  seed: number;
  script?: readonly number[] | undefined;
  mutation?: Mutation | undefined;
}

/** One world from its beginning to its end: judged in the middle, when no more faults strike, and when everything has ended. */
export async function play(client: EngineClient, { scenario, mutation, ...options }: PlayOptions): Promise<Played> {
  const plan = (choices: Choices) => hunting(planFrom(choices, scenario.plan?.(choices)), mutation, choices);
  const requestsBefore = client.requests;
  const world = await World.open(client, { ...options, plan, mutation });
  const { simulation } = world;
  const startMs = simulation.nowMs;
  const violations: Violation[] = [];
  let judgements = 0;
  try {
    let cast: Cast | undefined;
    world.act(async () => {
      cast = await Cast.assemble(world);
      await scenario.story(cast);
    });
    const judged = async (settled: boolean) => {
      // What vendors know and the tables do not yet is found out after a restore: only its end can be judged.
      if (!settled && (world.restored || world.functions.isStopped)) return;
      judgements++;
      violations.push(...(await judge(world, { codes: cast?.codes ?? [], settled })));
    };
    // Who hunts has what was looked for with the first damage, and many a world goes round in circles after it.
    const isFound = () => mutation !== undefined && (violations.length > 0 || world.violations.length > 0);
    await world.run(() => judged(false), isFound);
    if (violations.length === 0 && isFound()) violations.push(...world.violations);
    if (violations.length === 0) await judged(true);
  } catch (error) {
    const isRestless = error instanceof Restless;
    const detail = isRestless ? error.message : String((error as Error).stack ?? error);
    violations.push({ invariant: isRestless ? "I19" : "play", subject: scenario.name, detail });
  }
  await world.close();
  const { trace, steps, faults } = simulation;
  return {
    seed: options.seed,
    violations,
    decisions: world.choices.taken,
    trace,
    steps,
    faults: faults.counts,
    ...world.engine.met,
    judgements,
    leftAlone: world.leftAlone,
    requests: client.requests - requestsBefore,
    tookMs: simulation.nowMs - startMs,
  };
}
