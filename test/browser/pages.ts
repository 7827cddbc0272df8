import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { addressesOf } from "./support/addresses.ts";
import { theStage } from "./support/the-stage.ts";
import { Visitor } from "./support/visitor.ts";

const LIST_REQUESTS_MAX = 3;

export const pages = () =>
  describe("each page", () => {
    let visitor: Visitor;
    before(async () => {
      visitor = await Visitor.enter(theStage());
    });
    after(() => visitor.leave());

    for (const { pattern, heading, isList, address } of addressesOf()) {
      test(`${pattern} is shown whole, with text alone of what a merchant wrote`, async () => {
        const { page } = visitor;
        visitor.requests.length = 0;
        await visitor.go(address(theStage().seeded));
        assert.equal(await page.locator("h1").textContent(), heading);
        assert.deepEqual(await page.locator(".note.bad").allInnerTexts(), []);
        assert.notEqual(await page.locator("table.rows, dl.facts, .note").count(), 0);
        const requests = visitor.apiRequests();
        if (isList) assert.ok(requests.length <= LIST_REQUESTS_MAX, `too many requests: ${requests.join(" ")}`);
        await visitor.isUnharmed();
      });
    }

    test("has its row here", () => {
      const source = readFileSync(join(import.meta.dirname, "../../console/src/pages/all.tsx"), "utf8");
      const written = [...source.matchAll(/^ {2}page(?:<[^>]*>)?\("([^"]+)"/gm)].map(([, pattern]) => pattern);
      assert.deepEqual(
        addressesOf()
          .map(({ pattern }) => pattern)
          .sort(),
        written.sort(),
      );
    });

    test("none is wider than a phone", async () => {
      const { page } = visitor;
      await page.setViewportSize({ width: 360, height: 740 });
      const wide: string[] = [];
      for (const { pattern, address } of addressesOf()) {
        await visitor.go(address(theStage().seeded));
        const over = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        if (over > 0) wide.push(`${pattern} by ${over} px`);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
      assert.deepEqual(wide, []);
    });
  });
