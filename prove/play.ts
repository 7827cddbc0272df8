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
import { Restless, type TraceLine } from "./simulation.ts";
import { World, type WorldPlan } from "./world.ts";

export interface Played extends Readonly<Met> {
  seed: number;
  violations: Violation[];
  /** The decisions of this world, to play it again or to shrink it. */
  decisions: readonly number[];
  trace: readonly TraceLine[];
  steps: number;
  faults: ReadonlyMap<Fault, number>;
  judgements: number;
  /** To DynamoDB. */
  requests: number;
  spent: Spent;
  /** Virtual milliseconds. */
  tookMs: number;
}

/** Where a world's real time went. */
export interface Spent {
  engineMs: number;
  judgeMs: number;
  tablesMs: number;
  totalMs: number;
}

export interface PlayOptions {
  scenario: Scenario;
  seed: number;
  script?: readonly number[] | undefined;
  mutation?: Mutation | undefined;
}

/** One world from its beginning to its end: judged in the middle, when no more faults strike, and when everything has ended. */
export async function play(client: EngineClient, { scenario, mutation, ...options }: PlayOptions): Promise<Played> {
  const plan = (choices: Choices): WorldPlan => hunting(scenario.plan(choices), mutation, choices);
  const startedAt = performance.now();
  const requestsBefore = client.used.requests;
  const world = await World.open(client, { ...options, plan, mutation });
  const { simulation } = world;
  const startMs = simulation.nowMs;
  const violations: Violation[] = [];
  const spent: Spent = { engineMs: 0, judgeMs: 0, tablesMs: performance.now() - startedAt, totalMs: 0 };
  let judgements = 0;
  const engineMsBefore = client.used.ms;
  let engineMsOfJudge = 0;
  try {
    let cast: Cast | undefined;
    world.act(async () => {
      cast = await Cast.assemble(world);
      await scenario.story(cast);
    });
    const judged = async (settled: boolean) => {
      const [judgedAt, engineMsSoFar] = [performance.now(), client.used.ms];
      judgements++;
      violations.push(...(await judge(world, { codes: cast?.codes ?? [], settled })));
      spent.judgeMs += performance.now() - judgedAt;
      engineMsOfJudge += client.used.ms - engineMsSoFar;
    };
    await world.run(() => judged(false));
    if (violations.length === 0) await judged(true);
  } catch (error) {
    const isRestless = error instanceof Restless;
    const detail = isRestless ? error.message : String((error as Error).stack ?? error);
    violations.push({ invariant: isRestless ? "I19" : "play", subject: scenario.name, detail });
  }
  spent.engineMs = client.used.ms - engineMsBefore - engineMsOfJudge;
  const closedAt = performance.now();
  await world.close();
  spent.tablesMs += performance.now() - closedAt;
  spent.totalMs = performance.now() - startedAt;
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
    requests: client.used.requests - requestsBefore,
    spent,
    tookMs: simulation.nowMs - startMs,
  };
}
