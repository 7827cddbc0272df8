import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Mutation } from "./mutation.ts";
import type { Played } from "./play.ts";

/** A world that once violated something: its decisions, so that it comes again whatever seeds mean by then. */
export interface CorpusEntry {
  scenario: string;
  seed: number;
  /** What it violated. */
  found: string;
  decisions: readonly number[];
  /** Takes nothing away: the world was bent as for a mutant of this name, whose protection was in its place. */
  hunted?: Mutation | undefined;
}

const FOLDER = join(import.meta.dirname, "corpus");

export function readCorpus(): { name: string; entry: CorpusEntry }[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({ name, entry: JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as CorpusEntry }));
}

/** Returns where it is kept, as seen from here. */
export function keep(scenario: string, { seed, violations, decisions }: Played, hunted?: Mutation): string {
  const [first] = violations;
  const entry: CorpusEntry = { scenario, seed, found: `${first?.invariant}: ${first?.detail}`, decisions, hunted };
  const path = join(FOLDER, `${scenario}-${seed}${hunted ? "-hunted" : ""}.json`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path, `${JSON.stringify(entry)}\n`);
  return relative(process.cwd(), path);
}
