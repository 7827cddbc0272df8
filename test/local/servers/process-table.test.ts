import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { commandLineOf, endAtOnce, requirePosix } from "../../../local/servers/process-table.ts";

let folder: string;
let child: ChildProcess;
let pid: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tender-processes-"));
  child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 60_000)", "of-this-test"], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  pid = child.pid ?? 0;
  await once(child.stdout as NodeJS.ReadableStream, "data");
});
afterEach(() => {
  child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test("a process that lives is told by its command line, and one that was ended has none", async () => {
  expect(commandLineOf(pid)).toMatch(/setInterval.* of-this-test$/);
  endAtOnce(pid);
  await once(child, "exit");
  expect(commandLineOf(pid)).toBeUndefined();
});

test("a whole group ends at once, and to end what is gone already is no error", async () => {
  endAtOnce(-pid);
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
  endAtOnce(-pid);
  endAtOnce(pid);
});

test("where there is no /proc, ps is asked for this one process and its whole command line", () => {
  const command = join(folder, "ps");
  writeFileSync(command, '#!/bin/sh\n[ "$*" = "-ww -o command= -p 4711" ] && echo "node start.ts --port 0"\n', {
    mode: 0o700,
  });
  const places = { folder: join(folder, "proc"), command };
  expect(commandLineOf(4711, places)).toBe("node start.ts --port 0");
  expect(commandLineOf(4712, places)).toBeUndefined();
  expect(commandLineOf(4711, { ...places, command: join(folder, "none") })).toBeUndefined();
});

test("on Windows the local run says what it needs", () => {
  expect(() => requirePosix("win32")).toThrow(/needs Linux or macOS.*Subsystem for Linux/);
  requirePosix("darwin");
  requirePosix("linux");
});
