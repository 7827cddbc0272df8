import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import type { AxeResults } from "axe-core";
import { addressesOf } from "./support/addresses.ts";
import { theStage } from "./support/the-stage.ts";
import { Visitor } from "./support/visitor.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Of a theme follows nothing but colours. */
const RULES = { light: undefined, dark: ["color-contrast"] } as const;

export const accessibility = () => {
  for (const colorScheme of ["light", "dark"] as const) {
    describe(`axe, in the ${colorScheme} theme,`, () => {
      let visitor: Visitor;
      before(async () => {
        // The tool is put into the page, which the page's policy is there to prevent: here alone it is set aside.
        visitor = await Visitor.enter(theStage(), { bypassCSP: true, colorScheme });
        await visitor.page.evaluate(AXE);
      });
      after(() => visitor.leave());
      const found = async () => {
        const { violations } = await visitor.page.evaluate<AxeResults, readonly string[] | undefined>(async (only) => {
          const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
          return axe.run({ resultTypes: ["violations"], ...(only ? { runOnly: [...only] } : {}) });
        }, RULES[colorScheme]);
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`);
      };

      test("finds what is wrong, where something is", async () => {
        await visitor.page.evaluate(() => {
          const text = document.createElement("p");
          text.id = "pale";
          text.textContent = "hardly to be read";
          text.setAttribute("style", "color: #888; background: #777");
          document.querySelector("main")?.append(text);
        });
        assert.match((await found()).join(), /^color-contrast/);
        await visitor.page.evaluate(() => document.getElementById("pale")?.remove());
      });

      test("finds nothing on any page", async () => {
        const wrong: string[] = [];
        for (const { pattern, address } of addressesOf()) {
          await visitor.go(address(theStage().seeded));
          wrong.push(...(await found()).map((each) => `${pattern}: ${each}`));
        }
        assert.deepEqual(wrong, []);
      });

      test("finds nothing in a dialog, before and after something was typed", async () => {
        const { page } = visitor;
        const { parked } = theStage().seeded;
        await visitor.go(`/refunds/${parked.refundIds[0]}`);
        for (const name of ["Resolve: it went back", "Resolve: it failed"]) {
          await page.getByRole("button", { name }).click();
          const dialog = page.getByRole("dialog", { name });
          await dialog.getByLabel("Reason").fill("so far");
          assert.deepEqual(await found(), []);
          await page.keyboard.press("Escape");
          await dialog.waitFor({ state: "detached" });
        }
        await page.keyboard.press("?");
        assert.deepEqual(await found(), []);
        await page.keyboard.press("Escape");
        await visitor.go("/api-keys");
        await page.getByRole("button", { name: "Rotate" }).first().click();
        assert.deepEqual(await found(), []);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Lock" }).click();
        assert.deepEqual(await found(), []);
      });
    });
  }
};
