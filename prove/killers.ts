import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The world that shows what a protection is for: looked at first the next time. */
export interface Killer {
  scenario: string;
  seed: number;
  /** The first rule that it violated. */
  by: string;
  /** What covers for it: seen only when these are gone too, and not seen while only it is there. */
  with?: readonly string[];
}

const FILE = join(import.meta.dirname, "killers.json");

export function readKillers(): Record<string, Killer> {
  return JSON.parse(readFileSync(FILE, "utf8")) as Record<string, Killer>;
}

export function writeKillers(killers: Record<string, Killer>): void {
  const sorted = Object.entries(killers).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(
    FILE,
    `{\n${sorted.map(([title, killer]) => `  ${JSON.stringify(title)}: ${JSON.stringify(killer)}`).join(",\n")}\n}\n`,
  );
}
