import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { LocalError } from "../local-error.ts";

/** Where an operating system tells of its processes. */
const PLACES = { folder: "/proc", command: "ps" };

/**
 * The command line of a process that lives, words joined by blanks: a process id alone may belong to anybody by now.
 * Linux tells it in /proc, also where no `ps` is installed; macOS and the BSDs have no such folder, but always a `ps`.
 */
export function commandLineOf(pid: number, { folder, command } = PLACES): string | undefined {
  try {
    const line = existsSync(folder)
      ? readFileSync(`${folder}/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
      : execFileSync(command, ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" });
    // One that has ended and was not waited for yet has no command line any more.
    return line.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** SIGKILL for one process, or for a whole group with the id below zero. One that is gone already is no error. */
export function endAtOnce(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // macOS says EPERM of a group whose members have all ended and were not waited for yet.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && !(code === "EPERM" && pid < 0)) throw error;
  }
}

/** Processes are tied to each other by a POSIX shell, and end by signals to groups: Windows has neither. */
export function requirePosix(platform: string = process.platform): void {
  if (platform !== "win32") return;
  throw new LocalError("The local run needs Linux or macOS: on Windows, run it in the Windows Subsystem for Linux.");
}
