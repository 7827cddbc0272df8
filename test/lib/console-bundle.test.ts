import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "@jest/globals";
import { buildConsole } from "../../lib/console-bundle.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const BUDGET_BYTES = 100_000;

/** Words by which a text becomes markup, a script or a style. */
const SINKS = [
  "innerHTML",
  "outerHTML",
  "insertAdjacentHTML",
  "dangerouslySetInnerHTML",
  "document.write",
  "createContextualFragment",
  "DOMParser",
  "srcdoc",
  "eval(",
  "new Function",
] as const;
const STYLE_ATTRIBUTE = /setAttribute\(\s*["'`]style/;
const STORES = ["localStorage", "sessionStorage", "indexedDB", "document.cookie"] as const;

/** What a library has of it, how often, and why that is no way in. */
const KNOWN: Partial<Record<(typeof SINKS)[number], { times: number; why: string }>> = {
  innerHTML: { times: 2, why: "Preact sets it from `dangerouslySetInnerHTML` alone, which no source of ours names" },
  dangerouslySetInnerHTML: { times: 2, why: "the property that Preact looks for" },
};

let built: Map<string, string>;
beforeAll(async () => {
  built = await buildConsole();
});

const sources = globSync("console/src/**/*.{ts,tsx}", { cwd: ROOT });
const sourceOf = (file: string) => readFileSync(join(ROOT, file), "utf8");
const count = (text: string, word: string) => text.split(word).length - 1;

test("everything that a browser loads is less than 100 KB, zipped", () => {
  const sizes = [...built.values()].map((text) => gzipSync(text, { level: 9 }).byteLength);
  expect(sizes).toHaveLength(3);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(BUDGET_BYTES);
});

test.each(SINKS)("%s stands in no source of ours, and in the bundle as often as is known", (word) => {
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.filter((file) => sourceOf(file).includes(word))).toEqual([]);
  const bundle = [...built.values()].join("\n");
  expect(count(bundle, word)).toBe(KNOWN[word]?.times ?? 0);
});

test("no style is an attribute, no link leads to a place that is not https, nothing is stored", () => {
  const bundle = [...built.entries()].filter(([name]) => name !== "page.html").map(([, text]) => text);
  for (const text of [...bundle, ...sources.map(sourceOf)]) {
    expect(text).not.toMatch(STYLE_ATTRIBUTE);
    for (const store of STORES) expect(text).not.toContain(store);
  }
  for (const file of sources) {
    expect(sourceOf(file)).not.toMatch(/\bstyle=\{|xlink:href|http:\/\//);
    for (const [, target] of sourceOf(file).matchAll(/<a[^>]*target=([^\s>]+)[^>]*>/g))
      expect([file, target]).toEqual([file, '"_blank"']);
  }
});

test("no rule that hashes has come along", () => {
  const script = [...built].find(([name]) => name.endsWith(".js"))?.[1] ?? "";
  expect(script).not.toContain("the console makes no hashes");
});
