import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { SLOWEST } from "./sequencer.ts";

const TESTS = resolve(import.meta.dirname, "..");

test.each(SLOWEST)("%s is a file of tests", (name) => {
  expect(existsSync(join(TESTS, `${name}.test.ts`))).toBe(true);
});
