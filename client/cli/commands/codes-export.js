import { wholeNumber } from "../command.js";
import { Draft } from "../durable.js";
import { EXIT, mistake } from "../exit.js";
import { counted } from "../text.js";

/** As many as the API gives at once. */
const WINDOW = 10_000;
/** A merchant's own codes have numbers too, and are not exported: after so many numbers without one there is none any more. */
const EMPTY_WINDOWS = 3;
const HEADER = "code,codeId,status\r\n";

/** @type {import("../command.js").Command} */
export const exportCodes = {
  name: "codes export",
  does: "writes a campaign's generated codes as CSV: code, codeId, status",
  more: [
    "The codes are secrets, and they are stored nowhere: they are derived again for each export, which is audited. Own codes are not in it.",
    "With --out the file is there when all of it is, readable for you alone.",
  ],
  takes: ["CAMPAIGNID"],
  options: {
    out: { value: "FILE", does: "where to, instead of standard output" },
    from: { value: "N", does: "the number to begin with: 0" },
    count: { value: "N", does: "so many numbers: all there are" },
  },
  examples: ["npx tender codes export cam_acme_01KFZ0F540RH2M9V397JVKADNY --out codes.csv"],
  run: async (context) => {
    const { values, words, screen, io } = context;
    const [campaignId = ""] = words;
    const first = wholeNumber(values, "from", 0);
    const end = first + wholeNumber(values, "count", Number.MAX_SAFE_INTEGER - first, 1);
    const { out } = values;
    if (out !== undefined && screen.isJson) throw mistake("--out writes CSV: leave --json or --out out.");
    const tender = context.tender();
    const { codesIssued } = await tender.campaigns.get(campaignId, { signal: io.signal });
    const draft = out === undefined ? undefined : new Draft(out);
    let lines = 0;
    let from = first;
    try {
      if (!screen.isJson) write(HEADER);
      for (let empty = 0; from < end && !isAll(empty); ) {
        const count = Math.min(WINDOW, end - from);
        const csv = await tender.campaigns.exportCodes(campaignId, { from, count }, { signal: io.signal });
        const rows = rowsOf(csv);
        if (screen.isJson) for (const row of rows) screen.json(row);
        else write(csv.slice(csv.indexOf("\n") + 1));
        lines += rows.length;
        empty = rows.length === 0 ? empty + 1 : 0;
        from += count;
        if (out !== undefined) screen.progress(Math.min(lines, codesIssued), codesIssued, "codes");
      }
      draft?.done();
    } catch (error) {
      draft?.drop();
      if (out === undefined && from > first)
        screen.note(`Up to number ${from - 1} all is there: go on with --from ${from}`);
      throw error;
    }
    screen.note(
      `${counted(lines, "code")}${out === undefined ? "" : ` in ${out}`}.${own(lines, codesIssued, first, end)}`,
    );
    return EXIT.done;

    /** @param {number} empty windows, one after the other */
    function isAll(empty) {
      return from >= codesIssued && ((first === 0 && lines >= codesIssued) || empty >= EMPTY_WINDOWS);
    }
    /** @param {string} text */
    function write(text) {
      if (draft) draft.write(text);
      else screen.raw(text);
    }
  },
};

/** @param {string} csv */
function rowsOf(csv) {
  return csv
    .split("\r\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => {
      const [code, codeId, status] = line.split(",");
      return { code, codeId, status };
    });
}

/**
 * @param {number} lines
 * @param {number} codesIssued
 * @param {number} first
 * @param {number} end
 */
function own(lines, codesIssued, first, end) {
  const isWhole = first === 0 && end >= codesIssued;
  return isWhole && lines < codesIssued ? ` The campaign has issued ${codesIssued}: the others are your own.` : "";
}
