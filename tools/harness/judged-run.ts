import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { INVARIANTS } from "../../invariants/find-violations.ts";
import { LocalError } from "../../local/local-error.ts";
import type { Screen } from "../terminal/screen.ts";
import { duration, failure } from "../terminal/terminal.ts";
import type { Audit } from "./audit.ts";
import { keepEvidence } from "./evidence.ts";
import { Instance } from "./instance.ts";
import { setUp } from "./set-up.ts";
import type { Stage } from "./stage.ts";
import { WaitTimeout } from "./waiting.ts";

/** A story on an instance of its own, judged by the invariants when nothing is under way any more. */
export interface Tale<S extends Stage> {
  /** `demo`: of its folder, and in the sentence that says why it cannot go on. */
  name: string;
  title: string;
  takes: string;
  /** Leaves its folder behind also when nothing was wrong. */
  keep: boolean;
  /** The command that makes the same choices again, if there are any. */
  again?: string;
  stage: (instance: Instance) => S;
  /** The story, up to the books. */
  tell: (stage: S) => Promise<Audit>;
}

/** Returns the exit code: 0 only when the story came to its end and no rule was broken. */
export async function runJudged<S extends Stage>(tale: Tale<S>, screen: Screen): Promise<number> {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), `tender-${tale.name}-`));
  const instance = new Instance(folder);
  leaveNothingBehind(instance, screen, folder);
  let stage: S | undefined;
  try {
    screen.title(tale.title, `${tale.takes} Ctrl-C leaves nothing behind.`);
    screen.scene(
      "An instance of its own",
      "The template that goes to the cloud, on this machine, with limits of seconds.",
    );
    await instance.start((line) => screen.progress(line));
    screen.note(`ready at ${instance.url} after ${duration(performance.now() - startedAt)}`);
    stage = tale.stage(instance);
    await setUp(stage);
    const judged = await tale.tell(stage);
    await instance.stop();
    screen.line(`\n    the whole story took ${duration(performance.now() - startedAt)}`);
    return conclude(stage, judged, { ...tale, folder });
  } catch (error) {
    // A signal ended what was going on, and its own way out is under way: that is no failure.
    if (instance.hasEnded) return new Promise(() => {});
    const plain = error instanceof LocalError || error instanceof WaitTimeout;
    screen.clearProgress();
    failure(`\n    The ${tale.name} cannot go on: ${plain ? error.message : ((error as Error).stack ?? error)}`);
    await instance.stop();
    for (const { subject, detail } of stage?.findings ?? []) screen.note(`seen before: ${subject}: ${detail}`);
    keepEvidence(folder, screen, stage?.calls ?? []);
    if (tale.again) screen.line(`    the same choices again: ${tale.again}`);
    screen.line("violations: not counted, the story did not come to its end");
    return 1;
  }
}

/** The verdict, and what to do with it. Returns the exit code. */
export function conclude(
  { screen, calls }: Stage,
  { findings, snapshot, deadLetters }: Audit,
  { folder, keep, again }: Pick<Tale<Stage>, "keep" | "again"> & { folder: string },
): number {
  const effects = Object.values(snapshot.effects).reduce((sum, { length }) => sum + length, 0);
  screen.line("");
  screen.note(
    `looked at: ${snapshot.main.length + snapshot.transient.length + (snapshot.events?.length ?? 0)} rows, ${effects} effects at the vendors, ` +
      `${calls.length} requests with their answers, ${deadLetters.length} dead letters, the logs`,
  );
  const broken = Map.groupBy(findings, ({ invariant }) => invariant);
  for (const [id, { rule }] of Object.entries(INVARIANTS)) {
    const times = broken.get(id as keyof typeof INVARIANTS)?.length ?? 0;
    screen.verdict(times === 0, `${id.padEnd(4)} ${rule}${times === 0 ? "" : `: broken ${times} times`}`);
  }
  screen.verdict(!broken.has("contract"), "     answers and ends as the contract promises them");
  for (const { invariant, subject, detail } of findings) screen.note(`${invariant}  ${subject}: ${detail}`);
  if (findings.length === 0 && !keep) rmSync(folder, { recursive: true, force: true });
  else keepEvidence(folder, screen, calls, snapshot);
  if (findings.length > 0) {
    screen.note("What now: take the id of the first finding and look for it in rows.jsonl, calls.jsonl and");
    screen.note("functions.log: which write is missing, or too many? Then write the test that shows it.");
    if (again)
      screen.line(`    What is sent and killed is the same again, when exactly it strikes is not:\n      ${again}`);
  }
  screen.line(`violations: ${findings.length}`);
  return findings.length === 0 ? 0 : 1;
}

/** Ctrl-C, also while the instance is just being started again. */
function leaveNothingBehind(instance: Instance, screen: Screen, folder: string): void {
  const leave = async (signal: NodeJS.Signals) => {
    screen.clearProgress();
    await instance.end();
    rmSync(folder, { recursive: true, force: true });
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, (name) => void leave(name));
}
