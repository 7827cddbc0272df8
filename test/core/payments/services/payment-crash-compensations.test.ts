import { jest } from "@jest/globals";
import { describeCrashes, describeJourneys, type Journey } from "./payment-journeys.ts";

/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(300_000);

const JOURNEYS: Journey[] = [
  ["action", "is cancelled", "CANCELLED"],
  ["action", "is cancelled when paid", "CANCELLED"],
  ["never-voids", "is cancelled when paid", "CANCELLED"],
  ["cancel-fails-twice", "is cancelled", "CANCELLED"],
  ["cancel-fails-always", "is cancelled", "NEEDS_REVIEW"],
];
const NASTIEST: Journey = ["late-success", "is cancelled", "REFUNDED"];

describeJourneys([...JOURNEYS, NASTIEST]);
describeCrashes(JOURNEYS, NASTIEST);
