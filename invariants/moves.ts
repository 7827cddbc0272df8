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
import type { Facts, RedemptionFacts, Violation } from "./snapshot.ts";

export function onlyMovesOfTheTables(facts: Facts): Violation<"I13">[] {
  const violations: Violation<"I13">[] = [];
  const found = (subject: string, detail: string) => violations.push({ invariant: "I13", subject, detail });
  for (const redemption of facts.redemptions.values()) {
    for (const detail of [...headFaults(redemption.head), ...storyFaults(redemption)]) found(redemption.id, detail);
  }
  for (const { accountId, status, balance, planId } of facts.accounts.values()) {
    const target = facts.plans.get(planId ?? "")?.target.amount;
    if (!ACCOUNT_STATUSES.includes(status)) found(accountId, `is ${status}, which is no status`);
    if (status === "WAITING" && planId !== undefined) found(accountId, `is WAITING and bound to ${planId}`);
    if ((status === "PROCESSING" || status === "COMPLETED") && target === undefined)
      found(accountId, `is ${status} of no plan`);
    else if (target !== undefined && status !== "LOCKING" && (status === "COMPLETED") !== balance >= target)
      found(accountId, `is ${status} with ${balance} of ${target}`);
  }
  return violations;
}

function headFaults(head: Redemption): string[] {
  const { state, attempt, sends, codeCipher, redemptionId } = head;
  const faults: string[] = [];
  if (!REDEMPTION_STATES.includes(state)) faults.push(`is ${state}, which is no state`);
  if (attempt < 1 || attempt > CONTRACT.attemptsMax) faults.push(`is at attempt ${attempt}`);
  if (sends > CONTRACT.sendsMax) faults.push(`was sent ${sends} times in one attempt`);
  const isOver = state === "SUCCEEDED" || state === "FAILED";
  if (isOver !== (codeCipher === undefined))
    faults.push(`is ${state} and ${isOver ? "still" : "no longer"} has its code`);
  if (head.providerKey !== undefined && head.providerKey !== providerKeyOf({ redemptionId, attempt }))
    faults.push(`sends ${head.providerKey} in attempt ${attempt}`);
  return faults;
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

function storyFaults({ head, attempts }: RedemptionFacts): string[] {
  const faults: string[] = [];
  for (let number = 1; number <= head.attempt; number++) {
    const attempt = attempts.find((each) => each.attempt === number);
    const expected = number === head.attempt ? OUTCOMES[head.state] : "FAILED";
    if (attempt?.outcome !== expected)
      faults.push(`its attempt ${number} is ${attempt?.outcome ?? "not on record"} while it is ${head.state}`);
    if (attempt) faults.push(...eventFaults(attempt));
  }
  if (attempts.some(({ attempt }) => attempt > head.attempt)) faults.push("has an attempt that nobody accepted");
  const sent = attempts.find(({ attempt }) => attempt === head.attempt)?.events.filter(({ event }) => event === "sent");
  if (sent && sent.length !== head.sends) faults.push(`counts ${head.sends} sends and recorded ${sent.length}`);
  return faults;
}

const LAST_EVENTS = ["succeeded", "failed", "resolved"];

function eventFaults({ attempt, outcome, events }: Attempt): string[] {
  const names = events.map(({ event }) => event);
  const faults: string[] = [];
  const tell = (what: string) => faults.push(`attempt ${attempt} ${what}: ${names.join(", ")}`);
  if (names[0] !== "sent" && names.join() !== "failed") tell("began without a send");
  if (names.slice(0, -1).some((name) => LAST_EVENTS.includes(name))) tell("went on after its end");
  const parkedAt = names.indexOf("parked");
  if (parkedAt >= 0 && names.slice(parkedAt + 1).some((name) => name !== "resolved")) tell("was left alone too late");
  if (names.includes("resolved") && parkedAt < 0) tell("was resolved without being parked");
  if ((outcome === "SUCCEEDED" || outcome === "FAILED") !== LAST_EVENTS.includes(names.at(-1) ?? ""))
    tell(`is ${outcome} by another story`);
  return faults;
}
