/** I13: only moves of the transition tables, as far as rows and callers' readings show them. */

import { CONTRACT } from "../core/foundation/domain/limits.ts";
import { ACCOUNT_STATUSES } from "../core/redemptions/domain/account.ts";
import type { Attempt } from "../core/redemptions/domain/attempt.ts";
import {
  providerKeyOf,
  REDEMPTION_STATES,
  type Redemption,
  type RedemptionState,
} from "../core/redemptions/domain/redemption.ts";
import type { Facts, Faults, Found, RedemptionFacts } from "./snapshot.ts";

export function* onlyMovesOfTheTables(facts: Facts): Found {
  for (const redemption of facts.redemptions.values()) {
    for (const detail of [...headFaults(redemption.head), ...storyFaults(redemption)]) yield [redemption.id, detail];
  }
  for (const { accountId, status, balance, planId } of facts.accounts.values()) {
    const target = facts.plans.get(planId ?? "")?.target.amount;
    if (!ACCOUNT_STATUSES.includes(status)) yield [accountId, `is ${status}, which is no status`];
    if (status === "WAITING" && planId !== undefined) yield [accountId, `is WAITING and bound to ${planId}`];
    if ((status === "PROCESSING" || status === "COMPLETED") && target === undefined)
      yield [accountId, `is ${status} of no plan`];
    else if (target !== undefined && status !== "LOCKING" && (status === "COMPLETED") !== balance >= target)
      yield [accountId, `is ${status} with ${balance} of ${target}`];
  }
}

function* headFaults(head: Redemption): Faults {
  const { state, attempt, sends, codeCipher, redemptionId } = head;
  if (!REDEMPTION_STATES.includes(state)) yield `is ${state}, which is no state`;
  if (attempt < 1 || attempt > CONTRACT.attemptsMax) yield `is at attempt ${attempt}`;
  if (sends > CONTRACT.sendsMax) yield `was sent ${sends} times in one attempt`;
  const isOver = state === "SUCCEEDED" || state === "FAILED";
  if (isOver !== (codeCipher === undefined)) yield `is ${state} and ${isOver ? "still" : "no longer"} has its code`;
  if (head.providerKey !== undefined && head.providerKey !== providerKeyOf({ redemptionId, attempt }))
    yield `sends ${head.providerKey} in attempt ${attempt}`;
}

/** What an attempt's outcome is while, and after, its redemption is in a state. Before the first send there is no row. */
const OUTCOMES: Record<RedemptionState, Attempt["outcome"] | undefined> = {
  ACCEPTED: undefined,
  CLAIMED: undefined,
  SENDING: "PENDING",
  UNKNOWN: "PENDING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  NEEDS_REVIEW: "NEEDS_REVIEW",
};

function* storyFaults({ head, attempts }: RedemptionFacts): Faults {
  for (let number = 1; number <= head.attempt; number++) {
    const attempt = attempts.find((each) => each.attempt === number);
    const expected = number === head.attempt ? OUTCOMES[head.state] : "FAILED";
    if (attempt?.outcome !== expected)
      yield `its attempt ${number} is ${attempt?.outcome ?? "not on record"} while it is ${head.state}`;
    for (const detail of attempt ? eventFaults(attempt) : [])
      yield `attempt ${number} ${detail}: ${attempt?.events.map(({ event }) => event).join(", ")}`;
  }
  if (attempts.some(({ attempt }) => attempt > head.attempt)) yield "has an attempt that nobody accepted";
  const sent = attempts.find(({ attempt }) => attempt === head.attempt)?.events.filter(({ event }) => event === "sent");
  if (sent && sent.length !== head.sends) yield `counts ${head.sends} sends and recorded ${sent.length}`;
}

const LAST_EVENTS = ["succeeded", "failed", "resolved"];

function* eventFaults({ outcome, events }: Attempt): Faults {
  const names = events.map(({ event }) => event);
  if (names[0] !== "sent" && names.join() !== "failed") yield "began without a send";
  if (names.slice(0, -1).some((name) => LAST_EVENTS.includes(name))) yield "went on after its end";
  const parkedAt = names.indexOf("parked");
  if (parkedAt >= 0 && names.slice(parkedAt + 1).some((name) => name !== "resolved")) yield "was left alone too late";
  if (names.includes("resolved") && parkedAt < 0) yield "was resolved without being parked";
  if ((outcome === "SUCCEEDED" || outcome === "FAILED") !== LAST_EVENTS.includes(names.at(-1) ?? ""))
    yield `is ${outcome} by another story`;
}
