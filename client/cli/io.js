import { CLOCK } from "../lib/clock.js";

/**
 * What a command has of the world.
 * @typedef {object} Io
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {Out} stdout results
 * @property {Out} stderr progress, and what else is for people
 * @property {AbortSignal} signal somebody wants it to end: Ctrl-C
 * @property {import("../index.js").Clock} clock
 * @property {(url: string, init: RequestInit) => Promise<Response>} fetch
 */

/** @typedef {{ write(text: string): unknown, isTTY?: boolean | undefined, columns?: number | undefined }} Out */

/** As a shell says it of who was ended by this signal. */
const ENDED_BY = { SIGINT: 130, SIGTERM: 143 };
const ENDED_BY_SIGPIPE = 141;

/** @returns {Io} */
export function thisProcess() {
  const { env, stdout, stderr } = process;
  const aborter = new AbortController();
  for (const [signal, code] of Object.entries(ENDED_BY)) {
    process.once(signal, () => {
      aborter.abort(new Error("stopped"));
      // Whoever asks twice does not want to wait.
      process.once(signal, () => process.exit(code));
    });
  }
  for (const stream of [stdout, stderr]) {
    // Whoever reads has seen enough, as in `| head`.
    stream.on("error", (error) => {
      if (!("code" in error && error.code === "EPIPE")) throw error;
      process.exit(ENDED_BY_SIGPIPE);
    });
  }
  return { env, stdout, stderr, signal: aborter.signal, clock: CLOCK, fetch: (url, init) => fetch(url, init) };
}
