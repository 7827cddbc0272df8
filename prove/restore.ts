import type { Item } from "../core/foundation/store/table.ts";
import { reconcile } from "../lambdas/restore/reconcile.ts";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { IdempotencyRecord } from "../core/foundation/store/idempotency-store.ts";
import { channelConfigOf } from "./ports.ts";
import type { World } from "./world.ts";

/** The main table at one moment, as point-in-time recovery would give it back. */
export interface Point {
  toMs: number;
  rows: ReadonlyMap<string, Item>;
  announced: number;
}

export function pointOf({ engine, simulation }: World): Point {
  const rows = new Map([...engine.shadow.rows].map(([key, row]) => [key, structuredClone(row)]));
  return { toMs: simulation.nowMs, rows, announced: engine.announced.length };
}

/** Longer than any settle window, and than clocks differ. */
const STILL_MS = 21 * 60_000;
const HOUR_MS = 3_600_000;

/** What `npm run restore` does, with the same code: everything stops, the table is set back, and doors open after the reconciliation. */
export async function restoreTo(world: World, point: Point, how: RestoreHow = {}): Promise<void> {
  const { simulation, engine, functions, outside, plan } = world;
  const restored = { toMs: point.toMs, atMs: simulation.nowMs };
  simulation.tell("restore", `back to ${(restored.atMs - restored.toMs) / 1000} s ago`);
  world.stop();
  world.stoppedUntilMs = restored.atMs + STILL_MS;
  await world.sleep(STILL_MS, "restore");
  await new Promise<void>((resolve) =>
    simulation.in(0, "restore", "sets the table back", () => engine.setBack(point.rows, point.announced).then(resolve)),
  );
  world.restored = restored;
  outside.exchange.refusesReusedKeys = true;
  const marked = (limits: Limits): Limits => ({ ...limits, ...(how.withoutMarker ? {} : { restored }) });
  const [first, ...others] = plan.versions;
  const versions: [Limits, ...Limits[]] = [marked(first), ...others.map(marked)];
  if (!how.withoutReconciliation) {
    // A command that was killed is run again.
    do world.stoppedUntilMs = simulation.nowMs + HOUR_MS;
    while (!(await reconciled(world, versions[0], restored)));
  }
  world.stoppedUntilMs = 0;
  functions.start(versions);
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
              const { transient } = await world.rows();
              yield transient.filter(({ pk }) => pk.startsWith("IDEM#")) as unknown as IdempotencyRecord[];
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
