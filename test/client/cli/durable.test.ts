import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { tempFolder } from "./cli-run.ts";

let temp: ReturnType<typeof tempFolder>;
beforeEach(() => {
  temp = tempFolder();
});
afterEach(() => temp.remove());

/** A process of its own that begins a file and then does this. */
function begun(then: string): number | null {
  const durable = join(import.meta.dirname, "../../../client/cli/durable.js");
  const script = `
    const { Draft } = await import(${JSON.stringify(durable)});
    const draft = new Draft(${JSON.stringify(join(temp.folder, "codes.csv"))});
    draft.write("C-0");
    ${then}`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", script]).status;
}

test("a process that is ended in the middle of a file leaves nothing of it behind", () => {
  expect(begun("process.exit(130)")).toBe(130);
  expect(readdirSync(temp.folder)).toEqual([]);
});

test("one that has finished its file leaves the file alone", () => {
  expect(begun("draft.done()")).toBe(0);
  expect(readdirSync(temp.folder)).toEqual(["codes.csv"]);
});
