import { TenderError } from "../../lib/errors.js";
import { WAITS } from "../../lib/wait-for.js";
import { EXIT } from "../exit.js";
import { CHUNK } from "./journal.js";

const FIRST_WAIT_MS = 1_000;
const WAIT_MAX_MS = 10_000;

/** @typedef {import("../../index.js").Schemas["Batch"]["items"][number]} Member */

/**
 * A card and what became of it.
 * @typedef {object} Outcome
 * @property {number} line
 * @property {string} reference
 * @property {string | null} redemptionId
 * @property {string} status
 * @property {string | null} last4 all of the code that is shown
 * @property {{ amount: number, currency: string } | null} amount
 * @property {string | null} reason
 * @property {{ code: string, detail: string } | undefined} error
 */

/**
 * @param {import("./cards.js").Card[]} cards
 * @param {import("./journal.js").Journal} journal
 * @param {Map<string, Member>} members
 * @returns {Outcome[]}
 */
export function outcomesOf(cards, journal, members) {
  return cards.map(({ line, reference }, at) => {
    const verdict = journal.answered.get(Math.floor(at / CHUNK) + 1)?.[at % CHUNK];
    const redemptionId = verdict?.redemptionId ?? null;
    const member = members.get(redemptionId ?? "");
    return {
      line,
      reference,
      redemptionId,
      status: member?.status ?? verdict?.status ?? "UNKNOWN",
      last4: member?.last4 ?? null,
      amount: member?.amount ?? null,
      reason: member?.reason ?? null,
      error: verdict?.error,
    };
  });
}

/**
 * Asks for the whole batch until nothing of it changes by itself any more, or time is over.
 * @param {import("../command.js").Context} context
 * @param {import("../../index.js").Tender} tender
 * @param {() => Outcome[]} outcomes
 * @param {{ batchId: string, members: Map<string, Member>, timeoutMs: number }} of `members` are set
 */
export async function waitForEnds({ io, screen }, tender, outcomes, { batchId, members, timeoutMs }) {
  const deadline = io.clock.now() + timeoutMs;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(WAIT_MAX_MS, waitMs * 1.5)) {
    try {
      for await (const member of membersOf(tender, batchId, io.signal)) members.set(member.redemptionId, member);
    } catch (error) {
      // Whoever waits has time.
      if (!(error instanceof TenderError && error.retryable) || io.clock.now() + waitMs >= deadline) throw error;
    }
    const seen = outcomes();
    const moving = seen.filter(isMoving).length;
    if (moving === 0 || io.clock.now() + waitMs >= deadline) return;
    screen.progress(seen.length - moving, seen.length, "ended");
    await io.clock.sleep(waitMs, io.signal);
  }
}

/**
 * @param {import("../../index.js").Tender} tender
 * @param {string} batchId
 * @param {AbortSignal} signal
 */
async function* membersOf(tender, batchId, signal) {
  /** @type {string | null | undefined} */
  let cursor;
  do {
    const page = await tender.redemptionBatches.get(batchId, { limit: 100, cursor: cursor ?? undefined }, { signal });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}

/**
 * Whether it changes by itself. What this client does not know is for a person to look at.
 * @param {{ status: string }} outcome
 */
export function isMoving({ status }) {
  return WAITS.redemptions?.moves.includes(status) === true;
}

/**
 * @param {Outcome[]} outcomes
 * @returns {import("../exit.js").Exit}
 */
export function exitOf(outcomes) {
  const ends = ["SUCCEEDED", "FAILED", "REJECTED"];
  if (outcomes.some(({ status }) => !ends.includes(status))) return EXIT.pending;
  return outcomes.every(({ status }) => status === "SUCCEEDED") ? EXIT.done : EXIT.refused;
}
