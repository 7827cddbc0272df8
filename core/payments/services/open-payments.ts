import type { Deps } from "../../foundation/services/deps.ts";
import { stateShards } from "../../foundation/store/keys.ts";
import type { PaymentState } from "../domain/payment.ts";
import { listOfPayments } from "../store/keys.ts";

/** A person's work is named first: nothing else ends it. */
const OPEN: readonly PaymentState[] = ["NEEDS_REVIEW", "PROCESSING", "REQUIRES_ACTION", "UNKNOWN"];

/**
 * Whether one of a merchant's payments has still to end, and by whom. By lists, which follow their rows within a moment: ask
 * of a merchant that can accept nothing new.
 */
export async function openPaymentOf({ tables }: Deps, tenantId: string): Promise<"payment" | "review" | undefined> {
  const partitions = OPEN.flatMap((state) => stateShards("PAY").map((shard) => ({ state, shard })));
  const pages = await Promise.all(
    partitions.map(({ state, shard }) =>
      tables.query("main", {
        index: "state",
        partition: ["statePk", listOfPayments(tenantId, state, shard)],
        limit: 1,
      }),
    ),
  );
  const open = partitions.find((_, index) => pages[index]?.items.length);
  return open && (open.state === "NEEDS_REVIEW" ? "review" : "payment");
}
