import { TenderError } from "../../lib/errors.js";
import { Ended, EXIT } from "../exit.js";
import { failureOf } from "../failure.js";
import { counted } from "../text.js";
import { CHUNK } from "./journal.js";

/** More patience than one call has: there is no one who waits for a page. */
const CALL = { retries: 8, timeoutMs: 180_000 };

/**
 * Sends what was not answered yet, chunk by chunk, each under its own key, which is the same in every run.
 * @param {import("../command.js").Context} context
 * @param {import("../../index.js").Tender} tender
 * @param {import("./journal.js").Journal} journal
 * @param {import("./cards.js").Card[]} cards
 */
export async function sendChunks(context, tender, journal, cards) {
  const { screen, io } = context;
  const { batchId, planId } = journal.head;
  const sent = () => Math.min(journal.answered.size * CHUNK, cards.length);
  for (let chunk = 1; (chunk - 1) * CHUNK < cards.length; chunk++) {
    if (journal.answered.has(chunk)) continue;
    screen.progress(sent(), cards.length, "submitted");
    const items = cards.slice((chunk - 1) * CHUNK, chunk * CHUNK).map(({ reference, code }) => ({ reference, code }));
    const options = { ...CALL, idempotencyKey: `${batchId}-${chunk}`, signal: io.signal };
    try {
      io.signal.throwIfAborted();
      const answer = await tender.redemptionBatches.submit({ batchId, planId, mode: "partial", items }, options);
      if (answer.items.length !== items.length) throw new Error("The API has answered fewer items than were sent.");
      const verdicts = answer.items.map(({ redemptionId, status, ...item }) => {
        return { redemptionId, status, error: "error" in item ? item.error : undefined };
      });
      journal.record(chunk, verdicts, new Date(io.clock.now()).toISOString());
    } catch (error) {
      throw stopped(error, context, journal, `${counted(sent(), "code")} of ${cards.length}`);
    }
  }
  screen.progress(sent(), cards.length, "submitted");
}

/**
 * @param {unknown} error
 * @param {import("../command.js").Context} context
 * @param {import("./journal.js").Journal} journal
 * @param {string} sent
 */
function stopped(error, { io, baseUrl }, journal, sent) {
  const isRefused = error instanceof TenderError && !error.retryable && error.status >= 400 && error.status < 500;
  // Refused at the first try of the first request: no batch has come of it, and another plan or key may make one.
  if (isRefused && error.tries === 1 && journal.isNew && journal.answered.size === 0) {
    journal.remove();
    return error;
  }
  const again = `${sent} were answered. Run the same command again to go on: what was sent is not sent anew.`;
  if (io.signal.aborted) return new Ended(EXIT.pending, `Stopped. ${again}`);
  const { exit, lines } = failureOf(error, io, baseUrl);
  const advice = lines.filter((line) => !line.includes("--idempotency-key"));
  return new Ended(exit, [...advice, again].join("\n"));
}
