import type { Limits } from "../core/foundation/domain/limits.ts";
import type { IdempotencyRecord } from "../core/foundation/store/idempotency-store.ts";
import type { Item } from "../core/foundation/store/table.ts";
import { reconcile } from "../lambdas/restore/reconcile.ts";
import { channelConfigOf } from "./ports.ts";
import type { World } from "./world.ts";

/** The main table at one moment, as point-in-time recovery would give it back. */
export interface Point {
  toMs: number;
  rows: ReadonlyMap<string, Item>;
  /** What had been told by then. */
  events: ReadonlySet<string>;
  announced: number;
}

export function pointOf({ engine, simulation }: World): Point {
  const rows = new Map([...engine.shadow.rows].map(([key, row]) => [key, { ...row }]));
  const events = new Set(engine.shadows.events.rows.keys());
  return { toMs: simulation.nowMs, rows, events, announced: engine.announced.length };
}

/** Longer than any settle window, and than clocks differ. */
const MINUTE_MS = 60_000;
const STILL_MS = 21 * MINUTE_MS;
/** A fault ends a run, and a world has a dozen of them. */
const RUNS_MAX = 30;
const HOUR_MS = 3_600_000;

/** What a restore does, with the code that it takes: everything stops, the table is set back, and doors open after the reconciliation. */
export async function restoreTo(world: World, point: Point, how: RestoreHow = {}): Promise<void> {
  const { simulation, engine, functions, outside, plan } = world;
  const restored = { toMs: point.toMs, atMs: simulation.nowMs };
  simulation.tell("restore", `back to ${(restored.atMs - restored.toMs) / 1000} s ago`);
  world.stop();
  await world.sleep(STILL_MS, "restore");
  await new Promise<void>((resolve) =>
    simulation.in(0, "restore", "sets the table back", () => engine.setBack(point.rows, point.announced).then(resolve)),
  );
  world.restored = restored;
  for (const key of engine.shadows.events.rows.keys()) if (!point.events.has(key)) world.lostEvents.add(key);
  outside.exchange.refusesReusedKeys = true;
  const marked = (limits: Limits): Limits => ({ ...limits, ...(how.withoutMarker ? {} : { restored }) });
  const [first, ...others] = plan.versions;
  const versions: [Limits, ...Limits[]] = [marked(first), ...others.map(marked)];
  if (!how.withoutReconciliation) {
    // A command that was killed is run again.
    for (let runs = 1; !(await reconciled(world, versions[0], restored)); runs++) {
      if (runs === RUNS_MAX) throw new Error(`the reconciliation has not come to its end in ${runs} runs`);
      await world.sleep(MINUTE_MS, "restore");
    }
  }
  // All runs together: what one of them has lost, and died, the next one takes no notice of.
  for (const [key, { status, ownerId, route, key: name }] of engine.shadows.transient.rows)
    if (key.startsWith("IDEM#") && status === "LOST") world.lostAnswers.add(`${ownerId} ${route} ${name}`);
  // What was on its way when its sender was stopped.
  for (const queue of Object.values(outside.queues)) queue.purge();
  functions.start(versions);
  world.doorsOpenedAtMs = simulation.nowMs;
  simulation.tell("restore", "doors open");
}

/** What a test leaves out, to show that it is needed. */
export interface RestoreHow {
  withoutMarker?: boolean;
  withoutReconciliation?: boolean;
}

function reconciled(world: World, limits: Limits, restored: { toMs: number; atMs: number }): Promise<boolean> {
  return new Promise((resolve) =>
    world.functions.invoke({
      name: "restore",
      timeoutMs: () => HOUR_MS,
      evenIfStopped: true,
      run: async (deps) => {
        const { port } = await deps.payouts.port("sandbox");
        const channels = ["acme", "globex"].map(async (tenantId) => {
          const found = await deps.channels.find(tenantId, channelConfigOf(tenantId).channel);
          return found ? [{ channel: "sandbox" as const, tenantId, port: found.port }] : [];
        });
        await reconcile(
          { ...deps, limits },
          {
            restored,
            records: async function* () {
              const rows = [...world.engine.shadows.transient.rows];
              yield rows.flatMap(([key, row]) => (key.startsWith("IDEM#") ? [row as object as IdempotencyRecord] : []));
            },
            channels: (await Promise.all(channels)).flat(),
            providers: [{ provider: "sandbox", port }],
            remainingMs: () => HOUR_MS,
          },
        );
      },
      onEnd: ({ kind }) => resolve(kind === "returned"),
    }),
  );
}
