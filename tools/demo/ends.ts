import { type Audit, endStates } from "../harness/audit.ts";
import type { Stage } from "../harness/stage.ts";
import { type Cell, withTotal } from "../terminal/screen.ts";

/** As a newcomer reads them: what happened, and the states that say so. */
export const ENDS: Record<string, readonly string[]> = {
  succeeded: ["SUCCEEDED", "CONFIRMED"],
  refused: ["FAILED", "DECLINED"],
  cancelled: ["CANCELLED"],
  refunded: ["REFUNDED", "PARTIALLY_REFUNDED"],
  "for a person": ["NEEDS_REVIEW"],
};

/** What became of every card and payment, by its kind. */
export function endRows(
  { cards, payments, withdrawals }: Pick<Stage, "cards" | "payments" | "withdrawals">,
  { snapshot }: Audit,
): Cell[][] {
  const states = endStates(snapshot.main);
  const asked = [
    ...cards.all.map(({ kind, redemptionId }) => ({ kind: `card ${kind}`, id: redemptionId })),
    ...payments.all.map(({ method, paymentId }) => ({ kind: method as string, id: paymentId })),
    ...withdrawals.map(({ account, withdrawalId }) => ({ kind: account, id: withdrawalId })),
  ];
  const rows = [...Map.groupBy(asked, ({ kind }) => kind)].map(([kind, same]): Cell[] => {
    const reached = same.map(({ id = "" }) => states.get(id) ?? "");
    const inAny = (some: readonly string[]) => reached.filter((one) => some.includes(one)).length;
    return [kind, same.length, ...Object.values(ENDS).map((some) => inAny(some) || "")];
  });
  return withTotal(rows);
}
