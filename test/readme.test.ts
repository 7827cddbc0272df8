import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { tryItLines } from "../local/try-it.ts";
import { BEHAVIOURS } from "../sandbox/channel/rules.ts";

const ROOT = resolve(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

test("README.md and npm start give a newcomer the same lines", () => {
  const lines = tryItLines("http://127.0.0.1:3000", join(process.cwd(), ".tender", "credentials.json"));
  expect(README).toContain(`\n${lines.join("\n")}\n`);
});

test("every npm script that README.md names is there, and every file that it links to", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
  const named = [...README.matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name = ""]) => name);
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  const links = [...README.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) => path);
  expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test("README.md names every method of the sandbox channel", () => {
  expect(Object.keys(BEHAVIOURS).filter((method) => !README.includes(`\`${method}\``))).toEqual([]);
});
