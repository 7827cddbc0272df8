/** Runs a checklist, case by case, and tells of each as soon as it has ended. */

import { setTimeout as pause } from "node:timers/promises";
import { type Case, type Checklist, fits, type Need, type Page, type Step, wordsOf } from "./case.ts";
import type { Exchange, Wire } from "./wire.ts";

/** `skipped`: somebody has to be there, or something has to be given. `impossible`: not in this vendor's test mode. */
export type Verdict = "passed" | "failed" | "skipped" | "impossible";

export interface StepResult {
  does: string;
  must: string;
  /** As our adapter said it. */
  said: string;
  fits: boolean;
  heard: Exchange[];
}

export interface CaseResult {
  name: string;
  verdict: Verdict;
  reason?: string;
  why: string;
  page: Page;
  steps: StepResult[];
}

/** What there is, and why not what there is not. */
export type Present = Record<Need, true | string>;

const REPEAT_EVERY_MS = 1000;

export interface Run {
  wire: Wire;
  present: Present;
  /** No step is repeated for longer, whatever it asks for. */
  patienceMs: number;
}

export async function runCases<Trial>(
  checklist: Checklist<Trial>,
  run: Run,
  tell: (result: CaseResult) => void,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const one of checklist.cases) {
    const result = await runCase(one, checklist, run);
    results.push(result);
    tell(result);
  }
  return results;
}

async function runCase<Trial>(one: Case<Trial>, checklist: Checklist<Trial>, run: Run): Promise<CaseResult> {
  const { name, why, page } = one;
  const about = { name, why, page, steps: [] };
  if (one.impossible !== undefined) return { ...about, verdict: "impossible", reason: one.impossible };
  const missing = (one.needs ?? []).map((need) => run.present[need]).find((given) => given !== true);
  if (typeof missing === "string") return { ...about, verdict: "skipped", reason: missing };
  run.wire.take();
  const trial = await checklist.begin(one.subject ?? {}).catch((error: unknown) => `it threw ${nameOf(error)}`);
  if (typeof trial === "string")
    return { ...about, verdict: "skipped", reason: `what it begins with could not be had: ${trial}` };
  return runSteps(one, trial, run);
}

async function runSteps<Trial>(one: Case<Trial>, trial: Trial, { wire, patienceMs }: Run): Promise<CaseResult> {
  const { name, why, page } = one;
  const steps: StepResult[] = [];
  const answers: object[] = [];
  for (const step of one.steps) {
    const answer = await answerTo(step, trial, answers, patienceMs);
    const heard = wire.take();
    const isSilent = step.sendsNothing === undefined || heard.length === 0;
    const result = { does: step.does, must: wordsOf(step), said: JSON.stringify(answer), heard };
    const isGood = fits(step, answer, answers) && isSilent;
    answers.push(answer);
    steps.push({ ...result, fits: isGood });
    if (isGood) continue;
    const reason = isSilent
      ? `${step.does}: it had to be ${result.must}, and was ${result.said}`
      : `${step.does}: something was sent`;
    return { name, verdict: "failed", reason, why, page, steps };
  }
  return { name, verdict: "passed", why, page, steps };
}

async function answerTo<Trial>(step: Step<Trial>, trial: Trial, earlier: readonly object[], patienceMs: number) {
  const endsAt = Date.now() + Math.min(step.withinMs ?? 0, patienceMs);
  for (;;) {
    // A port never throws. The message of what it threw may quote the configuration.
    const answer = await step.call(trial).catch((error: unknown) => ({ threw: nameOf(error) }));
    if (fits(step, answer, earlier) || Date.now() >= endsAt) return answer;
    await pause(REPEAT_EVERY_MS);
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "something";
}

/** Cases that nobody ran prove nothing; those that cannot be run in test mode are known to be open. */
export function allPassed(results: readonly CaseResult[]): boolean {
  return results.every(({ verdict }) => verdict === "passed" || verdict === "impossible");
}
