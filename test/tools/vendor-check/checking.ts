/** Runs a checklist against a stand-in over HTTP, as a person would, and tells how it went. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../../tools/vendor-check/check.ts";
import { type CheckOptions, parseCheckArguments } from "../../../tools/vendor-check/options.ts";
import type { CaseResult, Verdict } from "../../../tools/vendor-check/run-cases.ts";

/** The tool watches `fetch`; what the stand-in sends itself is none of the tool's. */
const realFetch = globalThis.fetch;

export interface Checking {
  vendor: string;
  config: object;
  args?: readonly string[];
  /** What the person does with the page that is shown. Absent: there is nobody. */
  does?: (task: string) => void | Promise<void>;
  /** Called with where webhooks are taken, before the first case. */
  listensAt?: (url: string) => void;
}

export async function checkOf({ vendor, config, args = [], does, listensAt }: Checking): Promise<CaseResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "vendor-check-"));
  const file = join(folder, "account.json");
  writeFileSync(file, JSON.stringify(config));
  const listen = listensAt === undefined ? [] : ["--listen", "0"];
  const options: CheckOptions = parseCheckArguments([vendor, "--config", file, ...listen, ...args]);
  const told: CaseResult[] = [];
  try {
    const results = await check(options, {
      note: (text) => listensAt?.(/http:\S+\//.exec(text)?.[0] ?? ""),
      tell: (result) => void told.push(result),
      person: does && {
        agrees: async () => true,
        does: async (task) => {
          await does(task);
          return true;
        },
      },
    });
    // Each is told when it has ended, and none is left out of the report.
    if (told.length !== results.length) throw new Error("a case was not told of");
    return results;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The names of those with this verdict; a failed one with what was wrong. */
export function namesOf(results: readonly CaseResult[], verdict: Verdict): string[] {
  return results.filter((one) => one.verdict === verdict).map(({ name }) => name);
}

/** What was wrong with a good vendor: its reasons, to be shown by a failing test. */
export function wrongIn(results: readonly CaseResult[]): string[] {
  const wrong = results.filter(({ verdict }) => verdict === "failed" || verdict === "skipped");
  return wrong.map(({ name, reason }) => `${name}: ${reason}`);
}

export async function deliver(url: string, { body, headers = {}, query }: Delivery): Promise<void> {
  const target = query === undefined ? url : `${url}?${new URLSearchParams(query)}`;
  await realFetch(target, query === undefined ? { method: "POST", headers, body: body ?? "" } : {});
}

interface Delivery {
  body?: string | Buffer<ArrayBuffer>;
  headers?: Record<string, string>;
  /** By GET. */
  query?: Record<string, string>;
}
