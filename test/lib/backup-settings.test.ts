import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { riskOf } from "../../lib/backup-settings.ts";
import { stageNamed } from "../../lib/stages.ts";

const ROW = JSON.parse(readFileSync(new URL("../../stages.json", import.meta.url), "utf8")).production as object;
const reading = (more: object) => stageNamed("shop", JSON.stringify({ shop: { ...ROW, ...more } }));
const PLACE = { account: "123456789012", region: "eu-central-1" };
const vaultIn = (region: string, account: string, name = "copies") =>
  `arn:aws:backup:${region}:${account}:backup-vault:${name}`;
const COPIED = { keepDays: 35, copyTo: vaultIn("eu-west-1", "210987654321") };

test.each<[string, object, string]>([
  ["days of a weekend", { backup: { keepDays: 6 } }, "shop.backup.keepDays: "],
  ["days beyond AWS's own", { backup: { keepDays: 36_501 } }, "shop.backup.keepDays: "],
  ["half a day", { backup: { keepDays: 7.5 } }, "shop.backup.keepDays: "],
  ["no days", { backup: {} }, "shop.backup.keepDays: "],
  ["a vault's name", { ...PLACE, backup: { keepDays: 7, copyTo: "copies" } }, "must be the ARN of a backup vault"],
  ["a copy from nowhere", { backup: COPIED }, "shop.backup.copyTo: needs account and region"],
  [
    "a copy beside the backup",
    { ...PLACE, backup: { keepDays: 7, copyTo: vaultIn("eu-central-1", "123456789012") } },
    "shop.backup.copyTo: must be in another region or another account",
  ],
  [
    "a copy where the stage's own vault would be after a takeover",
    { ...PLACE, backup: { keepDays: 7, copyTo: vaultIn("eu-west-1", "123456789012", "tender-shop") } },
    "shop.backup.copyTo: must not be a vault whose name begins with tender-",
  ],
])("%s is refused by the field's name", (_what, more, sentence) => {
  expect(() => reading(more)).toThrow(sentence);
});

test.each([
  ["in another region", vaultIn("eu-west-1", "123456789012")],
  ["in another account", vaultIn("eu-central-1", "210987654321")],
  ["in both", COPIED.copyTo],
])("a copy %s is taken", (_where, copyTo) => {
  const backup = { keepDays: 7, copyTo };
  expect(reading({ ...PLACE, backup }).backup).toEqual(backup);
});

test("real money with nothing elsewhere is told of, and nothing else is", () => {
  const here = reading({ backup: { keepDays: 35 } });
  expect(riskOf(here)).toContain("nothing of it outside");
  for (const calm of [
    { ...here, money: "none" as const },
    reading({ ...PLACE, backup: COPIED }),
    reading({ ...PLACE, replica: "eu-west-1" }),
  ])
    expect(riskOf(calm)).toBeUndefined();
});

test("a table that took the place of the stack's own is not where the stack's replica is", () => {
  const table = "TenderData-shop-Main-1";
  const stream = `arn:aws:dynamodb:eu-central-1:123456789012:table/${table}/stream/2026-11-27T19:40:00.000`;
  const restored = { table, stream };
  expect(riskOf(reading({ ...PLACE, replica: "eu-west-1", restored }))).toContain(`Real money in ${table}`);
  expect(riskOf(reading({ ...PLACE, backup: COPIED, restored }))).toBeUndefined();
});
