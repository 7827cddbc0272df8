import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { generated } from "../../../tools/docs/generate.ts";

test("what is written from the code is fresh", () => {
  for (const [name, content] of Object.entries(generated())) {
    const written = readFileSync(join(import.meta.dirname, "../../../docs", name), "utf8");
    // Compared as a whole line, so that a failure prints the command and not the document.
    expect(written === content ? "fresh" : `docs/${name} is stale: run \`npm run docs\``).toBe("fresh");
  }
});
