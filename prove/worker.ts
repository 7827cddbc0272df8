import { parentPort } from "node:worker_threads";
import { startEngine } from "../local/servers/dynamodb-engine.ts";
import { EngineClient } from "./engine-client.ts";
import { play } from "./play.ts";
import type { Job, Result } from "./pool.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import { shrink } from "./shrink.ts";

/** One of the pool's threads: an engine of its own, one world after the other. */
const engine = await startEngine();
const client = new EngineClient(engine.endpoint);

parentPort?.on("message", async (job: Job | "stop") => {
  if (job === "stop") {
    client.close();
    await engine.stop();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(await resultOf(job));
});
parentPort?.postMessage("ready");

async function resultOf({ id, scenario: name, seed, script, mutation, shrinks, traces }: Job): Promise<Result> {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (!scenario) throw new Error(`there is no kind of world called ${name}`);
  const first = await play(client, { scenario, seed, script, mutation });
  const isBad = first.violations.length > 0;
  const played = isBad && shrinks ? await shrink(client, { scenario, seed, mutation }, first) : first;
  // Thousands of traces would be copied between threads for nobody.
  return { id, played: isBad || traces ? played : { ...played, trace: [], decisions: [] } };
}
