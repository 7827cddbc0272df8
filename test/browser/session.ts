import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { theStage } from "./support/the-stage.ts";
import { Visitor } from "./support/visitor.ts";

const IDLE_MS = 15 * 60 * 1000;

export const session = () =>
  describe("the operator's key", () => {
    test("is in no storage, no address, no history and nowhere in the page, before and after a reload", async () => {
      const { keys } = theStage();
      const visitor = await Visitor.enter(theStage());
      const { page } = visitor;
      const secret = keys.operator.split("_").at(-1) ?? "";
      const whatIsKept = () =>
        page.evaluate(async () => {
          const fields = [...document.querySelectorAll("input")].map(({ value }) => value);
          const databases = (await indexedDB.databases()).map(({ name }) => name);
          const stores = [localStorage, sessionStorage].map((store) => JSON.stringify({ ...store }));
          const state = JSON.stringify(history.state);
          return [document.documentElement.outerHTML, document.cookie, location.href, state, name]
            .concat(fields, stores, databases.map(String))
            .join("\n");
        });
      const addresses = () => visitor.requests.map((request) => request.url()).join("\n");
      await visitor.go("/payments");
      assert.equal((await whatIsKept()).includes(secret), false);
      assert.equal(addresses().includes(secret), false);
      await page.reload();
      await page.getByLabel("Operator's API key").waitFor();
      assert.equal(await page.getByRole("navigation").count(), 0);
      assert.equal((await whatIsKept()).includes(secret), false);
      await page.goBack();
      assert.equal((await whatIsKept()).includes(secret), false);
      await visitor.leave();
    });

    test("is forgotten after a quarter of an hour without a touch, and what was shown with it", async () => {
      const visitor = await Visitor.enter(theStage(), { hasOwnClock: true });
      const { page } = visitor;
      await visitor.go("/payments");
      await page.clock.fastForward(IDLE_MS - 60_000);
      await page.mouse.move(300, 300);
      await page.mouse.move(310, 310);
      await page.clock.fastForward(IDLE_MS - 60_000);
      assert.equal(await page.getByRole("table", { name: "Payments" }).count(), 1);
      await page.clock.fastForward(70_000);
      await page.getByLabel("Operator's API key").waitFor();
      assert.equal(await page.getByRole("table").count(), 0);
      await visitor.leave();
    });

    test("that no operator has is refused in words, and opens nothing", async () => {
      const { keys } = theStage();
      const visitor = await Visitor.enter(theStage());
      const { page } = visitor;
      await page.getByRole("button", { name: "Lock" }).click();
      await page.getByLabel("Operator's API key").fill(keys.merchant);
      await page.getByRole("button", { name: "Open" }).click();
      await page.getByRole("alert").waitFor();
      assert.equal(await page.getByRole("navigation").count(), 0);
      assert.equal(await page.getByLabel("Operator's API key").inputValue(), "");
      await visitor.leave();
    });

    test("typed into the search is looked for nowhere", async () => {
      const { keys } = theStage();
      const visitor = await Visitor.enter(theStage());
      const { page } = visitor;
      visitor.requests.length = 0;
      await page.getByLabel("Search").fill(keys.operator);
      await page.getByLabel("Search").press("Enter");
      await visitor.go("/payments");
      const asked = visitor.requests.map((request) => `${request.url()} ${request.postData() ?? ""}`).join("\n");
      assert.equal(asked.includes(keys.operator), false);
      await visitor.leave();
    });
  });
