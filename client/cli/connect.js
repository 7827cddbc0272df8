import { readFileSync, statSync } from "node:fs";
import { Tender } from "../index.js";
import { messageOf } from "./errors.js";
import { mistake } from "./exit.js";

const HERE = "http://127.0.0.1:3000";
const OTHERS_MAY_READ = 0o044;

/** @param {import("./io.js").Io} io */
export function baseUrlOf({ env }) {
  return env.TENDER_URL || HERE;
}

/**
 * @param {import("./io.js").Io} io
 * @param {import("./screen.js").Screen} screen
 * @param {string | undefined} keyFile
 */
export function connect(io, screen, keyFile) {
  const apiKey = keyFile === undefined ? io.env.TENDER_API_KEY : keyIn(keyFile, screen);
  if (!apiKey)
    throw mistake(
      "There is no API key. Put it into TENDER_API_KEY, or into a file that --key-file names." +
        "\nOf a local run (npm start) the keys are in .tender/credentials.json.",
    );
  try {
    return new Tender({ apiKey, baseUrl: baseUrlOf(io), fetch: io.fetch, clock: io.clock });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [what, from] = error.message.startsWith("apiKey") ? ["apiKey", "TENDER_API_KEY"] : ["baseUrl", "TENDER_URL"];
    throw mistake(error.message.replace(what, what === "apiKey" && keyFile ? "What is in the key file" : from));
  }
}

/**
 * @param {string} file
 * @param {import("./screen.js").Screen} screen
 */
function keyIn(file, screen) {
  try {
    if (process.platform !== "win32" && statSync(file).mode & OTHERS_MAY_READ)
      screen.warn(`Others on this machine may read the key: chmod 600 ${file}`);
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw mistake(`The key file cannot be read: ${messageOf(error)}`);
  }
}
