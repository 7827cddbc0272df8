import { relayOutbox } from "../../../../core/foundation/services/outbox.ts";
import type { OutboxRow } from "../../../../core/foundation/store/outbox-store.ts";
import type { PaymentWorld } from "../../../support/payment-world.ts";
import { atItsTurn } from "../../../support/races/race.ts";

/** The stream's function, as a racer. */
export async function relay(world: PaymentWorld): Promise<void> {
  const rows = await atItsTurn("stream", () => world.rows<OutboxRow & { duePk?: string }>("OUT#", ""));
  const unsent = rows.filter(({ duePk }) => duePk !== undefined);
  if (unsent.length > 0) await relayOutbox(world.deps, unsent);
}

/**
 * Does what the executions have to do now, until nothing is left. Each is in one state at a time, several run side by side;
 * whichever racer drives takes one that no other has.
 */
export function driverOf(world: PaymentWorld): () => Promise<void> {
  const busy = new Set<string>();
  return async () => {
    await relay(world);
    await world.deliverJobs("sagas");
    for (;;) {
      const next = world.machine.running(false).find(({ name, at }) => at <= world.nowMs && !busy.has(name));
      if (!next) return;
      busy.add(next.name);
      await world.machine.advance(next).finally(() => busy.delete(next.name));
    }
  };
}
