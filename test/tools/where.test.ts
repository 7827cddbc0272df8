import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { whereOf } from "../../tools/where.ts";

const ROW = JSON.parse(readFileSync(new URL("../../stages.json", import.meta.url), "utf8"))["try-out"] as object;

function stages(row: object): string {
  const path = join(mkdtempSync(join(tmpdir(), "tender-stages-")), "stages.json");
  writeFileSync(path, JSON.stringify({ shop: { ...ROW, ...row } }));
  return path;
}

test("a stage is looked for in the region that stages.json says, and only without one in the terminal's", () => {
  expect(whereOf({ stage: "shop" }, stages({ region: "eu-west-1" }))).toEqual({
    ...{ stack: "TenderService-shop", region: "eu-west-1" },
  });
  expect(whereOf({ stage: "shop" }, stages({}))).toEqual({ stack: "TenderService-shop" });
  expect(() => whereOf({ stage: "ship" }, stages({}))).toThrow('There is no stage "ship"');
});

test("without a stage it is a stack by its name or a folder, and never two of them", () => {
  expect(whereOf({})).toEqual({ stack: "TenderService" });
  expect(whereOf({ stack: "Other" })).toEqual({ stack: "Other" });
  expect(whereOf({ state: ".tender" })).toEqual({ state: ".tender" });
  expect(() => whereOf({ stage: "shop", stack: "Other" })).toThrow("Give one of --stage, --stack and --state.");
});
