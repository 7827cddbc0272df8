import { join } from "node:path";
import { startTiedServer, type TiedServer } from "./tied-server.ts";

const PROCESS = join(import.meta.dirname, "queue-process.ts");
/** With what has been compiled before. */
const FIRST = join(import.meta.dirname, "../node-version.js");

/**
 * SQS in memory, in a process of its own: its end takes every message along, and nothing else. What is lost so, the
 * sweepers rebuild from the tables.
 */
export function startQueueServer(port?: number): Promise<TiedServer> {
  const args = (chosen: number) => ["--no-warnings", "--import", FIRST, PROCESS, "--port", String(chosen)];
  return startTiedServer({ name: "The queue server", binary: process.execPath, args, port });
}
