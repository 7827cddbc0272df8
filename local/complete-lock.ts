import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { completeLock, type LockFile } from "./lock-file.ts";
import { failure } from "./terminal.ts";

/** `npm run lock`: after `npm install` against a registry that lacks other platforms' binaries, so that `npm ci` works everywhere. */
const path = resolve(process.argv[2] ?? "package-lock.json");
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
