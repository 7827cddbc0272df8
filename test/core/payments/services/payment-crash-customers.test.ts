import { jest } from "@jest/globals";
import { describeCrashes, describeJourneys, type Journey } from "./payment-journeys.ts";

/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(300_000);

const JOURNEYS: Journey[] = [
  ["action", "the customer declines", "DECLINED"],
  ["action", "nobody comes", "CANCELLED"],
  ["reply-lost-action", "the customer pays", "SUCCEEDED"],
  ["forgotten-url", "the customer pays", "SUCCEEDED"],
];
const NASTIEST: Journey = ["action", "the customer pays", "SUCCEEDED"];

describeJourneys([
  ...JOURNEYS,
  NASTIEST,
  ["unknown-until-paid", "nobody comes", "CANCELLED"],
  ["unknown-until-paid", "the customer pays", "SUCCEEDED"],
]);
describeCrashes(JOURNEYS, NASTIEST);
