import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { visible } from "../../console/src/format/visible.ts";
import { ELSEWHERE } from "./support/hostile.ts";
import { theStage } from "./support/the-stage.ts";
import { Visitor } from "./support/visitor.ts";

/** Every cell of a file whose cells all stand in quotes. */
const cellsOf = (csv: string) => [...csv.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = ""]) => cell);

export const safety = () =>
  describe("what others wrote", () => {
    test("is shown as it was written, as text", async () => {
      const { seeded, operator } = theStage();
      const visitor = await Visitor.enter(theStage());
      const path = { id: seeded.paymentId };
      type Written = { description: string; orderNo: string; customerId: string };
      const { description, orderNo, customerId } = await operator.get<Written>("GET /v1/payments/{id}", { path });
      await visitor.go(`/payments/${seeded.paymentId}`);
      const facts = await visitor.page.locator("dl.facts dd").allTextContents();
      for (const text of [orderNo, customerId, description]) assert.ok(facts.includes(visible(text)), text);
      await visitor.go("/merchants");
      assert.ok((await visitor.page.getByRole("table").textContent())?.includes("<img src=x onerror="));
      assert.equal(await visitor.page.locator("main img, main script, main iframe, main style").count(), 0);
      await visitor.leave();
    });

    test("leads nowhere but to our own pages, or by https and without a way back", async () => {
      const visitor = await Visitor.enter(theStage());
      for (const path of ["/payments", "/webhook-endpoints", `/payments/${theStage().seeded.paymentId}`]) {
        await visitor.go(path);
        const links = await visitor.page
          .locator("a[href]")
          .evaluateAll((all) =>
            all.map((each) => ({ to: (each as HTMLAnchorElement).href, rel: each.getAttribute("rel") })),
          );
        const wrong = links.filter(
          ({ to, rel }) =>
            !to.startsWith(`${theStage().url}/console`) && !(to.startsWith("https://") && rel?.includes("noopener")),
        );
        assert.deepEqual(wrong, []);
      }
      await visitor.leave();
    });

    test("is no formula in a file: each cell that looks like one is text", async () => {
      const visitor = await Visitor.enter(theStage());
      await visitor.go("/audits");
      const [download] = await Promise.all([
        visitor.page.waitForEvent("download"),
        visitor.page.getByRole("button", { name: "Download CSV" }).click(),
      ]);
      const cells = cellsOf(await readFile(await download.path(), "utf8"));
      assert.ok(cells.some((cell) => cell.startsWith("'=HYPERLINK(")));
      assert.deepEqual(
        cells.filter((cell) => /^\s*[=+\-@\t\r]/.test(cell)),
        [],
      );
      await visitor.leave();
    });

    test("would be stopped by the page's policy, and seen by these tests, if it got that far", async () => {
      const visitor = await Visitor.enter(theStage());
      const told = visitor.page.waitForEvent("console", (message) => message.type() === "error");
      await visitor.page.evaluate((elsewhere) => {
        const image = document.createElement("img");
        image.src = `${elsewhere}/x.png`;
        document.body.append(image);
      }, ELSEWHERE);
      await told;
      await assert.rejects(visitor.isUnharmed(), /CSP|Content Security Policy/);
      assert.equal(
        visitor.requests.some((request) => request.url().startsWith(ELSEWHERE) && request.failure() === null),
        false,
      );
      await visitor.page.context().close();
    });
  });
