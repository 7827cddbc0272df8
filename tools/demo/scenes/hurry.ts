import { CONTRACT } from "../../../core/foundation/domain/limits.ts";
import type { Answer } from "../../harness/client.ts";
import type { Stage } from "../../harness/stage.ts";

const CLIENTS = 10;
/** Each of the function's instances tells of forty requests at once; so many of them do not run here. */
const REQUESTS_MAX = 4000;
const PLANS = 5;
const PLAN = { name: "In a hurry", country: "US", target: { amount: 1000, currency: "USD" } };

/** A merchant whose program asks without end: it is told to wait, the others notice nothing, and what it wants still happens once. */
export async function hurry(stage: Stage): Promise<void> {
  const { merchant, screen } = stage;
  screen.scene(
    "A merchant in a hurry",
    "Another merchant may make ten requests a second, and forty at once. Its program asks as fast as it can.",
  );
  const limit = { requestsPerSecond: CONTRACT.requestsPerSecondMin, burst: CONTRACT.requestLot };
  const hasty = await stage.anotherMerchant("Hasty Ltd", limit);
  const refused = await untilRefused(stage, () => hasty.call("GET /v1/plans"));
  const others = await merchant.call("GET /v1/plans");
  stage.check(
    refused?.json.code === "rate-limited" && refused.retryAfterMs >= 1000 && others.status === 200,
    `it is told to come again in ${(refused?.retryAfterMs ?? 0) / 1000} s (429); another merchant is answered at once`,
    `${refused?.text} ${others.status}`,
  );
  const calls = Array.from({ length: PLANS }, () => ({ key: stage.newKey("hasty"), body: PLAN }));
  const onWait = () => screen.progress("it waits for as long as it was told to");
  const made = await Promise.all(calls.map((call) => hasty.send("POST /v1/plans", call, { onWait })));
  const again = await Promise.all(calls.map((call) => hasty.send("POST /v1/plans", call, { onWait })));
  const plans = await hasty.list("GET /v1/plans", {}, 100);
  stage.check(
    plans.length === PLANS && made.every(({ text }, n) => again[n]?.text === text),
    `${PLANS} plans, asked for twice and refused on the way: there are ${plans.length}`,
    [...made, ...again].map(({ status }) => status).join(" "),
  );
}

async function untilRefused({ screen }: Stage, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  let refused: Answer | undefined;
  let asked = 0;
  const oneAfterTheOther = async () => {
    while (!refused && asked < REQUESTS_MAX) {
      screen.progress(`${++asked} requests`);
      const answer = await ask();
      if (answer.status === 429) refused = answer;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, oneAfterTheOther));
  screen.note(`refused after ${asked} requests`);
  return refused;
}
