import { jest } from "@jest/globals";
import type { PaymentWorld } from "../../../support/payment-world.ts";
import { makeOffer, makePurchase } from "../../../support/purchases.ts";
import { describeCrashes, describeJourneys, type Journey } from "./payment-journeys.ts";

/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(300_000);

const JOURNEYS: Journey[] = [
  ["declined", "just pays", "DECLINED"],
  ["action", "the customer pays", "SUCCEEDED"],
  ["action", "nobody comes", "CANCELLED"],
  ["action", "is cancelled", "CANCELLED"],
  ["action", "its order is cancelled", "CANCELLED"],
  ["late-success", "its order is cancelled", "REFUNDED"],
  ["late-success", "is cancelled", "REFUNDED"],
];
/** Held, granted, taken back. */
const NASTIEST: Journey = ["ok", "is refunded", "REFUNDED"];

/** The last piece, and the only one that its user may have. */
async function order({ deps }: PaymentWorld): Promise<void> {
  await makePurchase(deps, await makeOffer(deps, { onRepeat: "new", perUserLimit: 1, stockLimit: 1 }));
}

describeJourneys([...JOURNEYS, NASTIEST], order);
describeCrashes(JOURNEYS, NASTIEST, order);
