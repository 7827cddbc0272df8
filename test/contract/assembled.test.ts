import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ANSWERS } from "../../contract/answers.ts";
import { ERRORS } from "../../contract/errors.ts";
import { ROUTES } from "../../contract/routes.ts";
import { FUNCTIONS } from "../../lib/functions.ts";

/** The names in the tables of all files of a folder: exported in capitals, by capability. */
async function rowsOf(folder: string): Promise<string[]> {
  const path = join(import.meta.dirname, "../..", folder);
  const files = globSync("*.ts", { cwd: path });
  const modules = await Promise.all(files.map((file) => import(join(path, file)) as Promise<Record<string, object>>));
  const tables = modules.flatMap((module) => Object.entries(module)).filter(([name]) => /^[A-Z_]+S$/.test(name));
  expect(tables.length).toBeGreaterThan(3);
  return tables.flatMap(([, table]) => Object.keys(table));
}

test.each([
  ["contract/routes", ROUTES],
  ["contract/errors", ERRORS],
  ["contract/answers", ANSWERS],
  ["lib/functions", FUNCTIONS],
])("the capabilities' rows in %s, put together, leave none out, and no name stands twice", async (folder, all) => {
  expect((await rowsOf(folder)).sort()).toEqual(Object.keys(all).sort());
});
