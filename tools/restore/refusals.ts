import { readFileSync } from "node:fs";
import { LocalError } from "../../local/local-error.ts";
import type { Completion } from "./completion.ts";

type Marked = Completion["restored"];

/** A second restore would forget from when on what was never sent may have been. */
export function requireSameMoment(stage: string, { marker, doors }: Marked, toMs: number): void {
  if (Date.parse(marker.to) === toMs) return;
  throw new LocalError(
    doors
      ? `${stage} is being set back to ${marker.to}. To choose another moment, give this one up first (docs/operating.md).`
      : `${stage} was set back to ${marker.to}, and its marker stands: first close its reviews, wait a day, take \`marker\` out of stages.json and deploy.`,
  );
}

/** Doors open when somebody could read what the run before has found. */
export function requireReport(stage: string, { marker }: Marked, path: string): void {
  try {
    const report = JSON.parse(readFileSync(path, "utf8")) as { stage?: string; to?: string; at?: string };
    if (report.stage === stage && report.to === marker.to && report.at === marker.at) return;
  } catch {
    // Not there, or not whole: as one of something else.
  }
  throw new LocalError(
    `--open needs the report of this restore, and ${path} is none: run it without --open, and read what it writes.`,
  );
}
