/** `npm run restore`: a stage's main table is set back to a moment (docs/adr/0021-after-a-restore-the-vendors-know-more.md). */

import { setTimeout as pause } from "node:timers/promises";
import { LocalError } from "../../local/local-error.ts";
import { readArguments } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { failure } from "../terminal/terminal.ts";
import { AtTerminal } from "../vendor-check/person.ts";
import { awsPlace } from "./aws/place.ts";
import { closingAgain } from "./closing.ts";
import { completion, isDeployed, openStep } from "./completion.ts";
import { look } from "./look.ts";
import { parseRestoreArguments, type RestoreOptions } from "./options.ts";
import { requireReport, requireSameMoment } from "./refusals.ts";
import { StageFile } from "./stage-file.ts";
import { readStatement } from "./statement.ts";
import type { Step, Work } from "./step.ts";
import { preparation } from "./steps.ts";

const STAGES = new URL("../../stages.json", import.meta.url).pathname;
const ANSWER_MS = 3_600_000;
const OPENED = "The doors are open. Deploy at once: if that fails, they are closed again; then run this command again.";
const screen = new Screen();

/** The steps of this run, and what comes after it. */
export async function stepsOf(work: Work, options: RestoreOptions): Promise<{ steps: Step[]; next: string }> {
  const { stage, place, toMs } = work;
  const { restored } = stage;
  const deploy = `npm run deploy -- --stage ${stage.name} --no-rollback`;
  const next = `Now: ${deploy}, then this command again.`;
  if (!restored?.marker) {
    for (const [name, isGiven] of [["open", options.opens] as const, ["statement", options.statement] as const])
      if (isGiven) throw new LocalError(`--${name} is for the second run: nothing is restored yet.`);
    return { steps: preparation(work, await look(work)), next };
  }
  const settings = { ...restored, marker: restored.marker };
  requireSameMoment(stage.name, settings, toMs);
  const outputs = await place.outputs();
  const functions = await place.functions.all();
  const others = functions.filter((each) => !isDeployed(each, settings));
  if (!restored.doors) {
    const closed = functions.filter(({ isClosed }) => isClosed);
    if (closed.length === 0)
      throw new LocalError(`${stage.name} was set back to ${settings.marker.to}, and its doors are open.`);
    if (others[0]) throw new LocalError(`${others[0].name} is not at the restored table: deploy first (${deploy}).`);
    if (!options.opens)
      throw new LocalError(
        `The doors of ${stage.name} are half open: ${closed.length} functions are closed. Use --open.`,
      );
    requireReport(stage.name, settings, options.report);
    return { steps: [openStep({ ...work, restored: settings }, closed)], next: OPENED };
  }
  if (others.length > 0 || functions.length === 0 || functions.some(({ isClosed }) => !isClosed)) {
    if (options.statement !== undefined)
      throw new LocalError(
        "--statement is for a run that asks vendors, and the doors have to be closed first: leave it out.",
      );
    if (options.opens)
      throw new LocalError(`Not every function is at the restored table behind closed doors: run it without --open.`);
    return { steps: closingAgain(work, settings, { outputs, functions }), next };
  }
  if (options.opens) requireReport(stage.name, settings, options.report);
  // The whole of it, before anything is changed.
  const statement = options.statement === undefined ? undefined : readStatement(options.statement);
  const { reconcileStage } = await import("./reconcile-stage.ts");
  const reconcile = (tell: (doing: string) => void) =>
    reconcileStage({ stage, restored: settings, functions, report: options.report, statement, tell });
  const steps = completion({ ...work, restored: settings, functions, outputs, reconcile, opens: options.opens });
  return { steps, next: options.opens ? OPENED : "Read the report, then: this command with --open." };
}

async function main(): Promise<void> {
  const options = readArguments(parseRestoreArguments);
  const file = new StageFile(STAGES);
  const stage = file.read(options.stage);
  const wait = (ms: number) => pause(ms);
  const parts = { stack: `TenderService-${stage.name}`, region: stage.region, shifts: stage.shift !== "all-at-once" };
  const work: Work = { place: awsPlace(parts, wait), file, stage, toMs: options.toMs, clock: Date.now, pause: wait };
  const { steps, next } = await stepsOf(work, options);
  screen.title(`Stage ${stage.name}, back to ${new Date(options.toMs).toISOString()}`, "Each step may be repeated.");
  for (const { name, will } of steps) screen.note(`${name}: ${will}`);
  const agrees = !options.asks || (await new AtTerminal(ANSWER_MS).agrees("Shall this be done?"));
  if (!agrees) throw new LocalError("Nothing was done.");
  for (const { name, run } of steps) await screen.part(name, run, (done) => done);
  screen.note(next);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    const known = error instanceof LocalError || (error as Error).name === "SettingsError";
    const { name, message } = error as Error;
    failure(known ? message : `The restore broke off (${name}: ${message}). Run it again: what is done stays done.`);
    process.exitCode = 1;
  }
}
