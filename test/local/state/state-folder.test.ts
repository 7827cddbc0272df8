import { existsSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { StateFolder } from "../../../local/state/state-folder.ts";

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "tender-folder-"));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

test("a run that is refused the folder leaves on record what its holder runs", () => {
  const holder = new StateFolder(path);
  holder.open();
  holder.recordProcess("queues", process.pid);
  const refused = new StateFolder(path);
  expect(() => refused.open()).toThrow(/is in use/);
  refused.recordProcess("queues", undefined);
  refused.close();
  expect(existsSync(join(path, "queues.json"))).toBe(true);
  holder.recordProcess("queues", undefined);
  expect(existsSync(join(path, "queues.json"))).toBe(false);
  holder.close();
});
