import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { wholeNumber } from "../command.js";
import { Draft } from "../durable.js";
import { Ended, EXIT, mistake } from "../exit.js";
import { failureOf } from "../failure.js";
import { readCards } from "../submit/cards.js";
import { csvText } from "../submit/csv.js";
import { beginJournal, journalOf, readJournal } from "../submit/journal.js";
import { exitOf, isMoving, outcomesOf, waitForEnds } from "../submit/outcomes.js";
import { sendChunks } from "../submit/send-chunks.js";
import { counted } from "../text.js";

const WAIT_SECONDS = 120;
/** So long the API knows a request by its key. */
const KEYS_LIVE_MS = 24 * 3_600_000;
const HEADER = [
  "line",
  "reference",
  "redemptionId",
  "status",
  "last4",
  "amount",
  "currency",
  "reason",
  "error",
  "detail",
];

/** @type {import("../command.js").Command} */
export const submit = {
  name: "redemptions submit",
  does: "redeems the gift cards of a CSV file, each once, and writes what became of them",
  more: [
    "The file's first line names its columns: code, and reference if you have one. It is UTF-8, with commas, semicolons or tabs.",
    "It may be stopped, or die, at any moment: the same command goes on. What was sent and answered stands in a journal beside the file (FILE.csv.journal, without codes): keep it, and leave the file as it is. Run again when all was sent, it asks how the cards stand and writes the result anew.",
    "The result has a line for each card: amounts in minor units, of the code its last four characters. 0 if all are SUCCEEDED, 2 if some are FAILED or REJECTED, 3 if some have not ended.",
  ],
  takes: ["FILE.csv"],
  options: {
    plan: { value: "PLANID", does: "the plan that says how accounts are filled; the journal knows it when it goes on" },
    out: { value: "FILE", does: "the result: FILE.result.csv" },
    timeout: {
      value: "SECONDS",
      does: `how long to wait for the ends, when all is sent: ${WAIT_SECONDS}; 0: not at all`,
    },
  },
  examples: ["npx tender redemptions submit cards.csv --plan pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0"],
  run: async (context) => {
    const { values, words, io, screen } = context;
    const [file = ""] = words;
    const out = values.out ?? `${file.replace(/\.csv$/i, "")}.result.csv`;
    const timeoutMs = wholeNumber(values, "timeout", WAIT_SECONDS) * 1000;
    const { cards, digest } = readCards(file);
    const tender = context.tender();
    const journal = await openJournal(context, tender, { file, digest, out });
    await sendChunks(context, tender, journal, cards);

    /** @type {Map<string, import("../submit/outcomes.js").Member>} */
    const members = new Map();
    const outcomes = () => outcomesOf(cards, journal, members);
    const { batchId } = journal.head;
    let cut;
    try {
      if (outcomes().some(({ redemptionId }) => redemptionId))
        await waitForEnds(context, tender, outcomes, { batchId, members, timeoutMs });
    } catch (error) {
      cut = io.signal.aborted ? ["Stopped."] : failureOf(error, io, context.baseUrl).lines;
    }
    const result = outcomes();
    writeResult(out, result);
    return told(screen, { result, out, batchId, cut });
  },
};

/**
 * The journal of an earlier run, if this is the same file, merchant and plan; otherwise a new one.
 * @param {import("../command.js").Context} context
 * @param {import("../../index.js").Tender} tender
 * @param {{ file: string, digest: string, out: string }} of
 */
async function openJournal({ values, io, screen, baseUrl }, tender, { file, digest, out }) {
  const path = journalOf(file);
  const known = readJournal(path);
  if (resolve(out) === resolve(path)) throw mistake(`${out} will be the journal: name another one with --out.`);
  // An earlier run's result is written anew, and nothing else: not the cards themselves either.
  if (existsSync(out) && !(known && readFileSync(out, "utf8").startsWith(csvText([HEADER]))))
    throw mistake(`${out} is there already, and no result of this file: move it, or name another one with --out.`);
  const { plan } = values;
  if (!known && plan === undefined) throw mistake("--plan PLANID is missing: which plan are the cards for?");
  // Whose key it is: the same cards under another merchant's would be other redemptions.
  const { merchantId } = await tender.merchant.get({ signal: io.signal });
  const now = io.clock.now();
  if (!known) {
    const facts = { digest, planId: plan ?? "", merchantId, baseUrl };
    return beginJournal(path, facts, new Date(now).toISOString());
  }
  const { head, answered, lastAt } = known;
  const differs =
    (head.digest !== digest && `${file} has changed since: put it back as it was`) ||
    (plan !== undefined && head.planId !== plan && `it was submitted with the plan ${head.planId}: leave --plan out`) ||
    (head.merchantId !== merchantId &&
      `it was submitted with a key of the merchant ${head.merchantId}: use one of its`) ||
    (head.baseUrl !== baseUrl && `it was submitted to ${head.baseUrl}: set TENDER_URL to it`);
  if (differs)
    throw mistake(
      `${path} says that this is another batch: ${differs}.\nTo begin a batch of its own, give the file another name.`,
    );
  screen.note(`Going on with the batch ${head.batchId}: ${counted(answered.size, "request")} answered before.`);
  if (now - Date.parse(lastAt) > KEYS_LIVE_MS)
    screen.warn("It is more than a day old: a code that was refused and whose answer was lost may be tried once more.");
  return known;
}

/**
 * @param {string} out
 * @param {import("../submit/outcomes.js").Outcome[]} outcomes
 */
function writeResult(out, outcomes) {
  const rows = outcomes.map(({ line, reference, redemptionId, status, last4, amount, reason, error }) => [
    ...[line, reference, redemptionId, status, last4, amount?.amount, amount?.currency, reason],
    ...[error?.code, error?.detail],
  ]);
  const draft = new Draft(out);
  draft.write(csvText([HEADER, ...rows]));
  draft.done();
}

/**
 * @param {import("../screen.js").Screen} screen
 * @param {{ result: import("../submit/outcomes.js").Outcome[], out: string, batchId: string, cut: string[] | undefined }} of
 */
function told(screen, { result, out, batchId, cut }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { status } of result) counts.set(status, (counts.get(status) ?? 0) + 1);
  if (screen.isJson) for (const outcome of result) screen.json(outcome);
  else screen.table(["status", "cards"], [...counts]);
  screen.note(`Batch ${batchId}, each card in ${out}.`);
  const exit = exitOf(result);
  if (cut || exit === EXIT.pending) {
    const isReview = result.every(({ status }) => !isMoving({ status }));
    const why = cut ?? [isReview ? "Some wait for a person of the platform." : "Some have not ended."];
    throw new Ended(EXIT.pending, [...why, "Run the same command again to see how they stand."].join("\n"));
  }
  return exit;
}
