import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Played } from "./play.ts";

/** A world that once violated something: its decisions, so that it comes again whatever seeds mean by then. */
export interface CorpusEntry {
  scenario: string;
  seed: number;
  /** What it violated. */
  found: string;
  decisions: readonly number[];
}

const FOLDER = join(import.meta.dirname, "corpus");

export function readCorpus(): { name: string; entry: CorpusEntry }[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({ name, entry: JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as CorpusEntry }));
}

/** Returns where it is kept. */
export function keep(scenario: string, { seed, violations, decisions }: Played): string {
  const [first] = violations;
  const entry: CorpusEntry = { scenario, seed, found: `${first?.invariant}: ${first?.detail}`, decisions };
  const path = join(FOLDER, `${scenario}-${seed}.json`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path, `${JSON.stringify(entry)}\n`);
  return path;
}
