/** `npm run release -- VERSION`: what a release leaves in the repository; the tag is its maker's. */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand, readArguments, usageOf } from "../terminal/command-line.ts";
import { failure } from "../terminal/terminal.ts";
import { lostSince } from "./additive.ts";
import { withRelease } from "./notes.ts";
import { isLater, RELEASES, releasedVersions, tablesOf, versionOf } from "./releases.ts";
import { type ReleasedTables, tablesOfToday } from "./tables.ts";

const ROOT = join(import.meta.dirname, "../..");
const RELEASE = defineCommand({
  run: "npm run release",
  does:
    "Makes a release of what is here: its version, its notes, and its tables as data in docs/releases/, with which every later " +
    "change is compared. Refuses one that takes away what rows of the release before need. Changes files and nothing else.",
  usages: ["npm run release -- VERSION"],
  options: {},
  takesWords: true,
});

/** Throws a sentence for whoever asks for a version that cannot be released. `tags`: the repository's. */
export function judgeVersion(version: string, { tags, versions }: { tags: string[]; versions: string[] }): void {
  if (!versionOf(version)) throw new LocalError(`"${version}" is no version: three numbers, as 0.2.0 is.`);
  if (tags.includes(`v${version}`)) throw new LocalError(`${version} has been released: the tag v${version} is there.`);
  const last = versions.findLast((each) => each !== version);
  if (last !== undefined && !isLater(version, last)) throw new LocalError(`${version} does not come after ${last}.`);
}

function release(version: string): void {
  const versions = releasedVersions();
  const tags = execFileSync("git", ["tag", "--list"], { cwd: ROOT, encoding: "utf8" }).split("\n");
  judgeVersion(version, { tags, versions });
  const today = tablesOfToday();
  const last = versions.findLast((each) => each !== version);
  const lost = last === undefined ? [] : lostSince(tablesOf(last), today);
  if (lost.length > 0) throw new LocalError(`Rows of ${last} would be left behind:\n${lost.join("\n")}`);
  const notes = withRelease(read("CHANGELOG.md"), version, new Date().toISOString().slice(0, 10));
  writeFileSync(join(RELEASES, `${version}.json`), textOf(today));
  writeFileSync(join(ROOT, "CHANGELOG.md"), notes);
  execFileSync("npm", ["version", version, "--no-git-tag-version", "--allow-same-version"], { cwd: ROOT });
  console.log(`Read CHANGELOG.md, run the gate, then: git commit -am "release: ${version}" && git tag v${version}`);
}

/** A move, and a list of words, on one line each. */
function textOf(tables: ReleasedTables): string {
  const text = JSON.stringify(tables, undefined, 2);
  return `${text.replaceAll(/\[[^[\]{}]*\]/g, (list) => list.replaceAll(/\s*\n\s*/g, " ").replaceAll(/^\[ | \]$/g, (edge) => edge.trim()))}\n`;
}

const read = (name: string) => readFileSync(join(ROOT, name), "utf8");

if (import.meta.main) {
  const version = readArguments((args, env) => {
    const [given, ...others] = parseCommand(RELEASE, args, env).words;
    if (given === undefined || others.length > 0) throw new LocalError(`Usage: ${usageOf(RELEASE)}`);
    return given;
  });
  try {
    release(version);
  } catch (error) {
    if (!(error instanceof LocalError)) throw error;
    failure(error.message);
    process.exitCode = 1;
  }
}
