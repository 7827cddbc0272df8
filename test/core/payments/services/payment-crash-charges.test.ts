import { jest } from "@jest/globals";
import { describeCrashes, describeJourneys, type Journey } from "./payment-journeys.ts";

/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(300_000);

const JOURNEYS: Journey[] = [
  ["ok", "just pays", "SUCCEEDED"],
  ["declined", "just pays", "DECLINED"],
  ["fails-twice", "just pays", "SUCCEEDED"],
  ["unknown-forever", "just pays", "NEEDS_REVIEW"],
  ["ok", "is refunded", "REFUNDED"],
  ["no-page", "just pays", "DECLINED"],
];
const NASTIEST: Journey = ["reply-lost-ok", "just pays", "SUCCEEDED"];

describeJourneys([
  ...JOURNEYS,
  NASTIEST,
  ["reply-lost-declined", "just pays", "DECLINED"],
  ["fails-always", "just pays", "NEEDS_REVIEW"],
  ["reply-lost-no-page", "just pays", "DECLINED"],
  ["no-page-cancel-fails-twice", "just pays", "DECLINED"],
  ["no-page-cancel-fails-always", "just pays", "NEEDS_REVIEW"],
]);
describeCrashes(JOURNEYS, NASTIEST);
