import type { Stage } from "../../lib/stages.ts";
import type { Place, StageFunction } from "./place.ts";
import type { StageFile } from "./stage-file.ts";

export interface Step {
  name: string;
  will: string;
  /** Returns what was done. */
  run: (tell: (doing: string) => void) => Promise<string>;
}

export interface Work {
  place: Place;
  file: StageFile;
  stage: Stage;
  toMs: number;
  /** Milliseconds since 1970. */
  clock: () => number;
  pause: (ms: number) => Promise<void>;
}

/** What a look at the stage has found, before anything is changed. */
export interface Found {
  outputs: Readonly<Record<string, string>>;
  functions: readonly StageFunction[];
  source: string;
  target: string;
}
