import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { newReason, tookEffectOnce } from "./support/effects.ts";
import { NEWCOMER } from "./support/seeding.ts";
import { theStage } from "./support/the-stage.ts";
import { Visitor } from "./support/visitor.ts";

interface Keys {
  items: { keyId: string; status: string }[];
}

export const keys = () =>
  describe("a merchant's API key", () => {
    const list = () => `/api-keys?merchantId=${NEWCOMER}`;
    const newcomers = async () =>
      (await theStage().operator.get<Keys>("GET /v1/api-keys", { query: { merchantId: NEWCOMER } })).items;

    test("that is being rotated is not lost by Escape: the answer is waited for, and shown once", async () => {
      const visitor = await Visitor.enter(theStage());
      const { page } = visitor;
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      await page.route("**/rotate", async (route) => {
        await held;
        await route.continue();
      });
      await visitor.go(list());
      await page.getByRole("button", { name: "Rotate" }).click();
      const asked = page.waitForRequest("**/rotate");
      const dialog = page.getByRole("dialog", { name: "Rotate" });
      await dialog.getByRole("button", { name: "Rotate" }).dblclick();
      await asked;
      for (let press = 0; press < 3; press++) await page.keyboard.press("Escape");
      // The browser closes it at a second Escape all the same, and it opens itself again.
      await dialog.waitFor();
      letGo();
      const shown = page.getByRole("dialog", { name: "The new key" });
      const key = await shown.locator("code").textContent();
      const sent = visitor.requests.filter((request) => request.url().endsWith("/rotate"));
      assert.equal(sent.length, 1);
      const answer = await fetch(`${theStage().url}/v1/merchant`, { headers: { authorization: `Bearer ${key}` } });
      assert.equal(answer.status, 200);
      await shown.getByRole("button", { name: "Close" }).click();
      await shown.waitFor({ state: "detached" });
      assert.equal((await page.content()).includes(String(key)), false);
      await visitor.leave();
    });

    test("that is revoked is so once, also after a second click", async () => {
      const visitor = await Visitor.enter(theStage());
      await visitor.go(list());
      const reason = newReason();
      await visitor.isDone(await visitor.act("Revoke", { reason, how: "dblclick" }));
      await tookEffectOnce(theStage(), reason);
      assert.deepEqual(
        (await newcomers()).map(({ status }) => status),
        ["REVOKED"],
      );
      await visitor.leave();
    });
  });
