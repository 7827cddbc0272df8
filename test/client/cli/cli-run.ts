import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Clock } from "../../../client/index.js";

export const CLIENT = resolve(import.meta.dirname, "../../../client");

/** A module of the command line, which has no declarations: nobody imports it. */
export async function cliModule<T>(path: string): Promise<T> {
  return (await import(join(CLIENT, "cli", path))) as T;
}

interface Out {
  write: (text: string) => void;
  isTTY?: boolean;
  columns?: number;
}
interface Io {
  env: Record<string, string>;
  stdout: Out;
  stderr: Out;
  signal: AbortSignal;
  clock: Clock;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
}
const { run } = await cliModule<{ run: (args: string[], io: Io) => Promise<number> }>("main.js");

/** What no program waits for in these tests: the end of a request's time. */
const TIMEOUT_MS = 15_000;

/** Waits are over at once, and time has passed; what is a limit of a request never comes. */
export class QuickClock implements Clock {
  nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
  readonly slept: number[] = [];
  /** While somebody waits. */
  onSleep: () => unknown = () => undefined;
  now = (): number => this.nowMs;
  random = (): number => 0.5;
  sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    if (ms >= TIMEOUT_MS)
      return new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    this.slept.push(ms);
    this.nowMs += ms;
    await this.onSleep();
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  };
}

export interface CliOptions {
  fetch?: Io["fetch"];
  env?: Record<string, string>;
  clock?: Clock;
  signal?: AbortSignal;
  isTTY?: boolean;
}

export interface CliRun {
  exit: number;
  stdout: string;
  stderr: string;
  /** Of `--json`. */
  lines: () => unknown[];
}

/** `npx tender ...args` in this process. */
export async function cli(args: string[], options: CliOptions = {}): Promise<CliRun> {
  const text = { stdout: "", stderr: "" };
  const out = (name: keyof typeof text): Out => ({
    write: (part) => {
      text[name] += part;
    },
    ...(options.isTTY ? { isTTY: true, columns: 80 } : {}),
  });
  const exit = await run(args, {
    env: { TENDER_API_KEY: "tk_secret", ...options.env },
    stdout: out("stdout"),
    stderr: out("stderr"),
    signal: options.signal ?? new AbortController().signal,
    clock: options.clock ?? new QuickClock(),
    fetch: options.fetch ?? (() => Promise.reject(new TypeError("fetch failed"))),
  });
  const lines = () =>
    text.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
  return { exit, ...text, lines };
}

export function tempFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "tender-cli-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
