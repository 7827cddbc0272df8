import { describe, expect, test } from "@jest/globals";
import { ROUTES, type RouteKey, rowOf } from "../../contract/routes.ts";
import { ALL_ROUTES } from "../../tools/docs/all-routes.ts";

const KEYS = Object.keys(ROUTES) as RouteKey[];

describe("of the routes", () => {
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

  test("one that may write takes a body, or says that it takes none", () => {
    const writes = ALL_ROUTES.filter(({ key }) => /^(POST|PUT|PATCH) /.test(key));
    const without = writes.filter(({ body }) => body === undefined).map(({ key }) => key);
    const said = KEYS.filter((key) => ["raw", "none"].includes(rowOf(key).body ?? "") && !key.startsWith("GET "));
    expect(without.sort()).toEqual(said.sort());
  });
});
