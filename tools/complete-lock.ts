import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { completeLock, type LockFile } from "./lock-file.ts";
import { defineCommand, parseCommand, readArguments } from "./terminal/command-line.ts";
import { failure } from "./terminal/terminal.ts";

/** `npm run lock`: after `npm install` against a registry that lacks other platforms' binaries, so that `npm ci` works everywhere. */
const LOCK = defineCommand({
  run: "npm run lock",
  does:
    "Completes package-lock.json after `npm install` with the packages of other platforms that the registry at hand does not " +
    "list, so that `npm ci` accepts it everywhere.",
  usages: ["npm run lock -- [FILE]   (default: package-lock.json)"],
  options: {},
  takesWords: true,
});
const [file = "package-lock.json"] = readArguments((args, env) => parseCommand(LOCK, args, env)).words;
const path = resolve(file);
try {
  const lock = JSON.parse(readFileSync(path, "utf8")) as LockFile;
  const added = completeLock(lock);
  if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  for (const name of added) console.log(`added  ${name}`);
  console.log(added.length === 0 ? "The lock file is complete." : `${added.length} entries added to ${path}.`);
} catch (error) {
  failure(`${path} cannot be completed: ${(error as Error).message}`);
  process.exitCode = 1;
}
