import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ROUTES, type RouteKey, type RouteRow, rowOf } from "../../contract/routes.ts";
import { ALL_ROUTES } from "../../tools/docs/all-routes.ts";

const KEYS = Object.keys(ROUTES) as RouteKey[];
const FOLDER = join(import.meta.dirname, "../../contract/routes");
const files = globSync("*.ts", { cwd: FOLDER });
const modules = await Promise.all(files.map((file) => import(join(FOLDER, file)) as Promise<Record<string, object>>));
const written = modules.flatMap((module) => Object.values(module)).flatMap((rows) => Object.entries(rows)) as [
  string,
  RouteRow,
][];

describe("the capabilities' routes, put together", () => {
  test("leave none out, and none stands twice", () => {
    expect(files.length).toBeGreaterThan(3);
    expect(written.map(([key]) => key).sort()).toEqual([...KEYS].sort());
  });

  test("each has a name of its own, a verb and a noun", () => {
    const names = KEYS.map((key) => rowOf(key).operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+([A-Z][a-z]+){1,3}$/);
  });

  test("each is served, by one handler", () => {
    expect(ALL_ROUTES.map(({ key }) => key).sort()).toEqual(KEYS.filter((key) => key !== "$default").sort());
  });

  test.each(KEYS)("%s says in plain words what it does and what it answers", (key) => {
    const { summary, answers, tag } = rowOf(key);
    for (const title of [summary, tag]) expect(title).toMatch(/^[A-Z].*[^.]$/);
    for (const { means } of Object.values(answers)) expect(means).toMatch(/^[A-Z`].*\.$/);
  });
});
