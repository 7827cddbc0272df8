import type { Item } from "../../core/store/table.ts";
import type { Cast } from "../cast.ts";
import type { Scenario } from "./scenario.ts";
import { planFrom } from "./world-plan.ts";

/** What a later release might call a step that it has put in between. */
const UNKNOWN_STATE = "VERIFYING";
/** Two sweeps and more: somebody must have come for it. */
const AWAY_MS = 600_000;
/** What moves a row in time without touching what it says. */
const TIMERS = ["dueAt", "updatedAt"];

/** A later release has put a row into a state of its own, and gives it back after a while: until then nobody touches it. */
async function meeting(cast: Cast): Promise<void> {
  const { world, merchant, operator } = cast;
  const { choices } = world;
  const planId = await cast.plan();
  await cast.account();
  const body = { code: cast.card(["good", "no-keys", "fails-once", "invalid"]), planId, batchId: "batch-1" };
  const { json } = await merchant.insist("POST /v1/redemptions", { body });
  const redemptionId = String(json.redemptionId);
  await world.sleep(choices.pick([0, 20, 60, 100, 150, 250]), "newer release");
  const key = `RDM#acme#${redemptionId} HEAD`;
  const before = cast.rows(key)[0] as Item;
  if (before.duePk === undefined) return;

  world.alarms = [];
  await world.engine.moveByOthers(before, UNKNOWN_STATE);
  world.simulation.tell("newer release", `${before.state} -> ${UNKNOWN_STATE}`);
  await world.sleep(choices.pick([100, 200_000]), "clerk");
  const path = { id: redemptionId };
  await merchant.insist("POST /v1/redemptions", { body: { ...body, batchId: choices.pick(["batch-1", "batch-2"]) } });
  await operator.insist("POST /v1/redemptions/{id}/resolve", { path, body: { resolution: "FAILED", reason: "stuck" } });
  await merchant.ask("GET /v1/redemptions/{id}", { path });
  await world.sleep(AWAY_MS, "newer release");
  const after = cast.rows(key)[0] as Item;
  const touched = Object.keys({ ...before, ...after })
    .filter((name) => name !== "state" && !TIMERS.includes(name))
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  cast.must(after.state === UNKNOWN_STATE, redemptionId, `was taken out of ${UNKNOWN_STATE}`);
  cast.must(touched.length === 0, redemptionId, `was touched in a state of a later release: ${touched.join(", ")}`);
  const isKnown = world.alarms.some((alarm) => alarm.includes("a state that this release does not know"));
  cast.must(isKnown, redemptionId, "was left alone, and nobody was told");
  await world.engine.moveByOthers(before, String(before.state));
  world.alarms = undefined;
  world.simulation.faults.begin();
}

export const newerRelease: Scenario = {
  name: "newer-release",
  why: "a row in a state of a later release is left alone, and a person is told",
  plan: (choices) => planFrom(choices),
  story: meeting,
};
