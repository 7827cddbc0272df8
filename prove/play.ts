import type { Violation } from "../core/services/invariants/snapshot.ts";
import { Cast } from "./cast.ts";
import type { EngineClient } from "./engine-client.ts";
import type { Fault } from "./faults.ts";
import { judge } from "./judge.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import type { TraceLine } from "./simulation.ts";
import { World } from "./world.ts";

export interface Played {
  seed: number;
  violations: Violation[];
  /** The decisions of this world, to play it again or to shrink it. */
  decisions: readonly number[];
  trace: readonly TraceLine[];
  steps: number;
  faults: ReadonlyMap<Fault, number>;
  clauses: ReadonlySet<string>;
  judgements: number;
  /** Virtual milliseconds. */
  tookMs: number;
}

export interface PlayOptions {
  scenario: Scenario;
  seed: number;
  script?: readonly number[] | undefined;
  omit?: ReadonlySet<string> | undefined;
}

/** One world from its beginning to its end: judged in the middle, when no more faults strike, and when everything has ended. */
export async function play(client: EngineClient, { scenario, ...options }: PlayOptions): Promise<Played> {
  const world = await World.open(client, { ...options, plan: scenario.plan });
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
      judgements++;
      violations.push(...(await judge(world, { codes: cast?.codes ?? [], settled })));
    };
    await world.run(() => judged(false));
    if (violations.length === 0) await judged(true);
  } catch (error) {
    violations.push({ invariant: "play", subject: scenario.name, detail: String((error as Error).stack ?? error) });
  } finally {
    await world.close();
  }
  const { trace, steps, faults } = simulation;
  const { decisions } = { decisions: world.choices.taken };
  return {
    seed: options.seed,
    violations,
    decisions,
    trace,
    steps,
    faults: faults.counts,
    clauses: world.clauses,
    judgements,
    tookMs: simulation.nowMs - startMs,
  };
}
