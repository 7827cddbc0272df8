import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReleasedTables } from "./tables.ts";

export const RELEASES = join(import.meta.dirname, "../../docs/releases");

/** Of `1.20.3`: numbers that can be compared. `undefined`: no version. */
export function versionOf(text: string): [number, number, number] | undefined {
  const match = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

export function isLater(one: string, other: string): boolean {
  const [ones = [], others = []] = [versionOf(one), versionOf(other)];
  const at = ones.findIndex((number, index) => number !== others[index]);
  return at >= 0 && Number(ones[at]) > Number(others[at]);
}

/** The versions that `docs/releases/` has, the newest last. */
export function releasedVersions(folder = RELEASES): string[] {
  return readdirSync(folder)
    .map((name) => name.replace(/\.json$/, ""))
    .filter((name) => versionOf(name) !== undefined)
    .sort((one, other) => (isLater(one, other) ? 1 : -1));
}

export function tablesOf(version: string, folder = RELEASES): ReleasedTables {
  return JSON.parse(readFileSync(join(folder, `${version}.json`), "utf8")) as ReleasedTables;
}
