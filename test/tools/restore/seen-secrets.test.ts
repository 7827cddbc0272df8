import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { writeVersions } from "../../../core/foundation/domain/secret-versions.ts";
import { readSeenVersions } from "../../../core/foundation/store/seen-versions-store.ts";
import { Tables } from "../../../core/foundation/store/table.ts";
import { requireSeenSecrets } from "../../../tools/restore/seen-secrets.ts";
import { compareWithSeen } from "../../../tools/rotate/seen-versions.ts";
import { versionsOf } from "../../../tools/rotate/steps.ts";
import { createTables, type TestTables } from "../../support/engine.ts";

let engine: TestTables;
let tables: Tables;
beforeAll(async () => {
  engine = await createTables();
  tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
});
afterAll(() => engine.drop());

/** As the stack generates it: one version, without a number. */
const generated = (char: string) => char.repeat(64);

test("pepper and cipher of a stage that is taken over are those of its rows, and no others", async () => {
  const texts = { pepper: generated("p"), cipher: generated("c") };
  expect(await requireSeenSecrets(tables, texts)).toEqual(["pepper", "cipher"]);
  // It looks, and keeps nothing: what was never seen may be another stage's.
  expect(await readSeenVersions(tables, "pepper")).toBeUndefined();

  await compareWithSeen(tables, "pepper", versionsOf(texts.pepper));
  await compareWithSeen(tables, "cipher", versionsOf(texts.cipher));
  expect(await requireSeenSecrets(tables, texts)).toEqual([]);
  await expect(requireSeenSecrets(tables, { ...texts, pepper: generated("n") })).rejects.toThrow(
    "restored.beside.secrets.pepper in stages.json is not this table's secret.",
  );
  await expect(requireSeenSecrets(tables, { pepper: texts.pepper, cipher: texts.pepper })).rejects.toThrow(
    "restored.beside.secrets.cipher in stages.json",
  );
  // Renewed since the moment that the table is of.
  const renewed = writeVersions({
    active: 2,
    versions: new Map([
      [1, texts.pepper],
      [2, generated("q")],
    ]),
  });
  expect(await requireSeenSecrets(tables, { ...texts, pepper: renewed })).toEqual([]);
});
