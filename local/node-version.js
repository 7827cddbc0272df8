import module from "node:module";
import { fileURLToPath } from "node:url";

// Run first (`node --import ./local/node-version.js`): plain JavaScript, because an old Node stops at the first type.

/** Runs TypeScript as it is, and has the SQLite that the local run needs. */
export const NEEDED = /** @type {const} */ ([22, 18]);

/** @param {string} version as in `process.version` */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

if (!isNewEnough(process.version)) {
  console.error(
    `Tender needs Node.js ${NEEDED.join(".")} or newer, and this is ${process.version}: run \`npm ci\` (on Linux x64 it brings Node.js 24 for the npm scripts) or install a newer Node.js.`,
  );
  process.exit(1);
}

// What has been compiled once, types taken away, is not compiled again: half of what a start takes. A copy that is stale is not used.
module.enableCompileCache?.(fileURLToPath(new URL("../.build/compile-cache", import.meta.url)));
