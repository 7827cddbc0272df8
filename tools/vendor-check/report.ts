/** What was checked, for whoever decides about real money: as Markdown to read, or as JSON. */

import { allPassed, type CaseResult, type StepResult, type Verdict } from "./run-cases.ts";
import type { Exchange } from "./wire.ts";

export interface Report {
  vendor: string;
  /** ISO 8601. */
  startedAt: string;
  results: readonly CaseResult[];
}

const VERDICTS: readonly Verdict[] = ["passed", "failed", "skipped", "impossible"];
const WORDS: Record<Verdict, string> = {
  passed: "passed",
  failed: "failed",
  skipped: "skipped",
  impossible: "not possible in test mode",
};

export function countsOf(results: readonly CaseResult[]): string {
  const counts = VERDICTS.map((verdict) => [results.filter((one) => one.verdict === verdict).length, WORDS[verdict]]);
  return counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`])).join(", ");
}

export function asJson({ results, ...about }: Report): string {
  return `${JSON.stringify({ ...about, passed: allPassed(results), results }, null, 2)}\n`;
}

export function asMarkdown({ vendor, startedAt, results }: Report): string {
  const verdict = allPassed(results) ? "Every case that test mode allows has passed." : "Not every case has passed.";
  const parts = results.map((result, at) => partOf(result, at + 1));
  return [`# Check of ${vendor}`, `${startedAt}. ${countsOf(results)}. ${verdict}`, ...parts].join("\n\n").concat("\n");
}

function partOf({ name, verdict, reason, why, page, steps }: CaseResult, number: number): string {
  const lines = [
    `## ${number}. ${name}: ${WORDS[verdict]}`,
    ...(reason === undefined ? [] : [`**${escaped(reason)}**`]),
    `${why} The vendor's page: ${escaped(page.says)} (<${page.url}>).`,
  ];
  const rows = steps.map(rowOf);
  if (rows.length > 0)
    lines.push(["| Sent | Must be | Was | The vendor answered |", "|---|---|---|---|", ...rows].join("\n"));
  return lines.join("\n\n");
}

function rowOf({ does, must, said, fits, heard }: StepResult): string {
  const cells = [does, must, `${fits ? "" : "NOT SO: "}${said}`, heard.map(wordsOf).join("; ") || "nothing was sent"];
  return `| ${cells.map(escaped).join(" | ")} |`;
}

function wordsOf({ method, to, status, said }: Exchange): string {
  const members = Object.entries(said).map(([name, value]) => `${name}=${value}`);
  return [`${method} ${to} ${status === 0 ? "no answer" : status}`, ...members].join(" ");
}

/** What a vendor wrote stays text in the table. An underscore within a word is one in Markdown, too. */
function escaped(text: string): string {
  return text.replace(/[\\|<>`*[\]]/g, "\\$&").replaceAll("\n", " ");
}
