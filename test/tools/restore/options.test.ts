import { expect, test } from "@jest/globals";
import { parseRestoreArguments } from "../../../tools/restore/options.ts";

test("a stage and a moment are all that it needs", () => {
  expect(parseRestoreArguments(["--stage", "shop", "--at", "2026-11-27T19:00:00Z"])).toEqual({
    ...{ stage: "shop", toMs: Date.UTC(2026, 10, 27, 19), opens: false, asks: true },
    report: "restore-shop.json",
  });
});

test.each([
  "2026-11-27 19:00",
  "2026-11-27T19:00:00",
  "2026-11-27T19:00:00.500Z",
  "2026-02-31T19:00:00Zx",
  "2026-02-30T19:00:00Z",
  "2026-13-01T00:00:00Z",
  "yesterday",
])("%s is no moment", (at) => {
  expect(() => parseRestoreArguments(["--stage", "shop", "--at", at])).toThrow("--at must be a moment in UTC");
});

test("without a stage or a moment it says how it is called", () => {
  expect(() => parseRestoreArguments(["--stage", "shop"])).toThrow("--stage and --at are needed");
  expect(() => parseRestoreArguments(["--at", "2026-11-27T19:00:00Z"])).toThrow("npm run restore -- --stage S --at T");
});
