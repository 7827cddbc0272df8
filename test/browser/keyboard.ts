import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { theStage } from "./support/the-stage.ts";
import { Visitor } from "./support/visitor.ts";

export const keyboard = () =>
  describe("by keyboard", () => {
    let visitor: Visitor;
    before(async () => {
      visitor = await Visitor.enter(theStage());
    });
    after(() => visitor.leave());
    const focused = () => visitor.page.evaluate(() => document.activeElement?.getAttribute("href") ?? "");
    const rows = () =>
      visitor.page.locator("a.row-link").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));

    test("j and k walk along the rows, Enter opens one, and the way back is the list again", async () => {
      const { page } = visitor;
      await visitor.go("/payments");
      const [first, second] = await rows();
      await page.keyboard.press("j");
      assert.equal(await focused(), first);
      await page.keyboard.press("j");
      assert.equal(await focused(), second);
      await page.keyboard.press("k");
      assert.equal(await focused(), first);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Payment", exact: true }).waitFor();
      assert.equal(new URL(page.url()).pathname, first);
      await page.goBack();
      await page.getByRole("heading", { name: "Payments", exact: true }).waitFor();
    });

    test("/ leads to the search, which takes an id to its page and a number to what bears it", async () => {
      const { page } = visitor;
      const { paymentId } = theStage().seeded;
      await visitor.go("/merchants");
      await page.keyboard.press("/");
      await page.keyboard.type(paymentId);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Payment", exact: true }).waitFor();
      await visitor.settled();
      const number = String(
        (await theStage().operator.get<{ orderNo: string }>("GET /v1/payments/{id}", { path: { id: paymentId } }))
          .orderNo,
      );
      await page.keyboard.press("/");
      await page.keyboard.type(number);
      await page.keyboard.press("Enter");
      const found = page.getByRole("table", { name: `Payments with the order number ${number}` });
      await found.waitFor();
      assert.equal(await found.getByRole("link", { name: paymentId }).count(), 1);
      assert.equal(page.url().includes(encodeURIComponent(number)), false);
    });

    test("? opens the help, whose focus stays in it, and Escape gives the focus back", async () => {
      const { page } = visitor;
      await visitor.go("/payments");
      await page.keyboard.press("j");
      const before = await focused();
      await page.keyboard.press("?");
      const help = page.getByRole("dialog", { name: "Keys" });
      await help.waitFor();
      for (let press = 0; press < 6; press++) {
        await page.keyboard.press("Tab");
        // The browser's own buttons come in between, and are nobody's element.
        const isOutside = await page.evaluate(() => {
          const at = document.activeElement;
          return at !== document.body && at?.closest("dialog") === null;
        });
        assert.equal(isOutside, false);
      }
      await page.keyboard.press("j");
      await page.keyboard.press("Escape");
      await help.waitFor({ state: "detached" });
      assert.equal(await focused(), before);
    });

    test("a dialog of an action takes the focus and gives it back to its button", async () => {
      const { page } = visitor;
      await visitor.go("/merchants/newcomer");
      await page.getByRole("button", { name: "Activate" }).focus();
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog", { name: "Activate" });
      await dialog.waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.closest("dialog") !== null), true);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Activate");
    });

    test("a filter stands in the address, and the address is the filter", async () => {
      const { page } = visitor;
      await visitor.go("/payments");
      await page.getByLabel("Status").selectOption("DECLINED");
      await visitor.settled();
      assert.equal(new URL(page.url()).search, "?status=DECLINED");
      const states = await page.locator("table.rows .status").allTextContents();
      assert.deepEqual([...new Set(states)], ["declined"]);
      await page.goBack();
      await visitor.settled();
      assert.notDeepEqual([...new Set(await page.locator("table.rows .status").allTextContents())], ["declined"]);
      await visitor.go("/payments?status=DECLINED");
      assert.equal(await page.getByLabel("Status").inputValue(), "DECLINED");
    });
  });
