import type { Item } from "../../core/foundation/store/table.ts";
import type { Cast } from "../cast.ts";
import type { Scenario } from "./scenario.ts";

/** What a later release might call a step that it has put in between. */
const UNKNOWN_STATE = "VERIFYING";
const MINUTE_MS = 60_000;
/** What moves a row in time without touching what it says. */
const TIMERS = ["dueAt", "updatedAt"];

/** `meddle`: what callers and operators want from it meanwhile. */
interface Subject {
  id: string;
  key: string;
  /** Longer than any lease on it: somebody must have come for it. */
  awayMs: number;
  meddle: () => Promise<void>;
}

export const newerRelease: Scenario = {
  name: "newer-release",
  why: "a row in a state of a later release is left alone, and a person is told",
  async story(cast) {
    const { world, choices } = cast;
    const { id, key, awayMs, meddle } = choices.chance(0.5) ? await saga(cast) : await redemption(cast);
    await world.sleep(choices.pick([0, 20, 60, 100, 150, 250]), "newer release");
    const before = await move(cast, key, UNKNOWN_STATE);
    if (before === undefined) return;
    await world.sleep(choices.pick([100, 200_000]), "clerk");
    await meddle();
    await world.sleep(awayMs, "newer release");
    const after = cast.rows(key)[0] as Item;
    const touched = Object.keys({ ...before, ...after })
      .filter((name) => name !== "state" && !TIMERS.includes(name))
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
    cast.must(after.state === UNKNOWN_STATE, id, `was taken out of ${UNKNOWN_STATE}`);
    cast.must(touched.length === 0, id, `was touched in a state of a later release: ${touched.join(", ")}`);
    const told = world.alarms?.length ?? 0;
    const hasFailed = [...world.outside.machine.executions.values()].some(({ status }) => status === "FAILED");
    cast.must(told > 0 || hasFailed, id, "was left alone, and nobody was told");
    await move(cast, key, String(before.state));
    world.simulation.faults.begin();
  },
};

/** The row as it was before, if there still was work on it. */
function move({ world, rows }: Cast, key: string, state: string): Promise<Item | undefined> {
  return new Promise((resolve) =>
    world.simulation.in(0, "newer release", state, async () => {
      const [row] = rows(key);
      const isOpen = row?.duePk !== undefined;
      if (isOpen) await world.engine.moveByOthers(row, state);
      world.alarms = state === UNKNOWN_STATE && isOpen ? [] : undefined;
      world.simulation.tell("newer release", `${row?.state} -> ${state}`, isOpen ? undefined : "has ended before");
      resolve(isOpen ? row : undefined);
    }),
  );
}

async function redemption(cast: Cast): Promise<Subject> {
  const { merchant, operator, choices } = cast;
  const planId = await cast.plan();
  await cast.account();
  const body = { code: cast.card(["good", "no-keys", "fails-once", "invalid"]), planId, batchId: "batch-1" };
  const { json } = await merchant.insist("POST /v1/redemptions", { body });
  const id = String(json.redemptionId);
  const meddle = async () => {
    const batchId = choices.pick(["batch-1", "batch-2"]);
    await merchant.insist("POST /v1/redemptions", { body: { ...body, batchId } });
    const resolution = { resolution: "FAILED", reason: "stuck for days" };
    await operator.insist("POST /v1/redemptions/{id}/resolve", { path: { id }, body: resolution });
    await merchant.ask("GET /v1/redemptions/{id}", { path: { id } });
  };
  return { id, key: `RDM#acme#${id} HEAD`, awayMs: 10 * MINUTE_MS, meddle };
}

async function saga(cast: Cast): Promise<Subject> {
  const { merchant, operator } = cast;
  const method = cast.method(["good", "page", "declined", "fails-once"]);
  const { json } = await cast.pay(merchant, { orderNo: "order-1", method });
  const { paymentId, sagaId: id } = json as { paymentId: string; sagaId: string };
  const meddle = async () => {
    const body = { reason: "stuck for days" };
    const cancelled = await merchant.ask("POST /v1/payments/{id}/cancel", {
      key: "cancel",
      path: { id: paymentId },
      body,
    });
    cast.must(cancelled?.json.code !== "payment-captured", paymentId, "was called captured, and nobody knows");
    await operator.insist("POST /v1/sagas/{id}/retry", { path: { id }, body });
    await operator.insist("POST /v1/sagas/{id}/compensate", { path: { id }, body });
    await operator.ask("GET /v1/sagas/{id}", { path: { id } });
  };
  // The customer has half an hour.
  return { id, key: `SAGA#acme#${id} HEAD`, awayMs: 45 * MINUTE_MS, meddle };
}
