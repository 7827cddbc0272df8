import { changed } from "../limits.ts";
import { batches } from "./batches.ts";
import { payments } from "./payments.ts";
import { redemptions } from "./redemptions.ts";
import { refunds } from "./refunds.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED } from "./world-plan.ts";

const SECOND_MS = 1_000;
/**
 * Another release's numbers: other leases, waits and timeouts. What a send may still do is settled for both: the settle
 * windows of each are longer than the larger timeout and the providers' bound.
 */
const OTHER = changed(DEPLOYED, {
  exchange: { timeoutSeconds: 100, leaseMs: 180 * SECOND_MS, settleMs: 25 * 60 * SECOND_MS, backoffMs: 40 * SECOND_MS },
  charge: { backoffMs: 30 * SECOND_MS },
  refund: { timeoutSeconds: 45, leaseMs: 180 * SECOND_MS, backoffMs: 30 * SECOND_MS },
  saga: { timeoutSeconds: 45, leaseMs: 240 * SECOND_MS },
  yield: { backoffMs: 30 * SECOND_MS },
  batchLeaseMs: 60 * SECOND_MS,
  sweepGraceMs: 30 * SECOND_MS,
});

export const twoVersions: Scenario = {
  name: "two-versions",
  why: "a deploy in the middle: instances of two releases share the rows, and differ in every number",
  plan: () => ({ versions: [DEPLOYED, OTHER] }),
  story: (cast) => cast.choices.pick([redemptions, payments, batches, refunds]).story(cast),
};
