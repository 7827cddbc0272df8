import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { RouteKey } from "../../contract/routes.ts";
import { PATIENCE_MS, until } from "../../tools/harness/waiting.ts";
import { newReason, tookEffectOnce } from "./support/effects.ts";
import { awaitState, SHOP } from "./support/seeding.ts";
import { theStage } from "./support/the-stage.ts";
import { Visitor } from "./support/visitor.ts";

interface Wallets {
  items: { currency: string; available: { amount: number }; frozen: { amount: number } }[];
}

export const decisions = () =>
  describe("an operator decides what is parked, in two clicks, and the API shows the effect once:", () => {
    let visitor: Visitor;
    before(async () => {
      visitor = await Visitor.enter(theStage());
    });
    after(() => visitor.leave());

    const parked = (route: RouteKey, id: string) => awaitState(theStage().operator, route, id, ["NEEDS_REVIEW"]);
    /** From the queue by keyboard, so that the clicks are those of the decision. */
    const open = async (kind: string, id: string) => {
      await visitor.go(`/reviews?kind=${kind}`);
      await visitor.page.locator(`a.row-link[href$="${id}"]`).press("Enter");
      await visitor.page.getByText(id, { exact: true }).first().waitFor();
      await visitor.settled();
    };
    const wallet = async () => {
      const query = { merchantId: SHOP };
      const { items } = await theStage().operator.get<Wallets>("GET /v1/wallets", { query });
      const [usd] = items.filter(({ currency }) => currency === "USD");
      return { available: usd?.available.amount ?? 0, frozen: usd?.frozen.amount ?? 0 };
    };
    const asked = async () => {
      await visitor.page.getByRole("button", { name: "Ask the vendor now" }).click();
      await visitor.page.getByText(/^(They do not|It took effect|It was refused)/).waitFor();
    };

    test("a redemption, whose account cannot be released before", async () => {
      const { redemptionId } = theStage().seeded.parked;
      const { accountId } = await parked("GET /v1/redemptions/{id}", redemptionId);
      await visitor.go(`/accounts/${accountId}`);
      const release = await visitor.act("Release", { reason: "nobody seems to need it" });
      await release.getByRole("alert").waitFor();
      await visitor.page.keyboard.press("Escape");
      await open("redemption", redemptionId);
      await asked();
      const reason = newReason();
      const dialog = await visitor.act("Resolve: it took effect", { amount: "25.00", reason });
      await visitor.isDone(dialog);
      await tookEffectOnce(theStage(), reason);
      const { amount } = await awaitState(theStage().operator, "GET /v1/redemptions/{id}", redemptionId, ["SUCCEEDED"]);
      assert.deepEqual(amount, { amount: 2500, currency: "USD" });
    });

    test("a payment, whose money is then in the wallet", async () => {
      const [payment] = theStage().seeded.parked.payments;
      const id = payment?.paymentId ?? "";
      await parked("GET /v1/payments/{id}", id);
      const before = await wallet();
      await open("payment", id);
      await asked();
      const reason = newReason();
      const answers = { amount: "31.00", reference: '"><script>window.__ran=1</script>', reason };
      await visitor.isDone(await visitor.act("Resolve: it was captured", answers));
      await tookEffectOnce(theStage(), reason);
      await awaitState(theStage().operator, "GET /v1/payments/{id}", id, ["SUCCEEDED"]);
      assert.equal((await wallet()).available - before.available, 3100);
    });

    test("a refund, whose money leaves what is frozen", async () => {
      const [id = ""] = theStage().seeded.parked.refundIds;
      await parked("GET /v1/refunds/{id}", id);
      const before = await wallet();
      await open("refund", id);
      const reason = newReason();
      await visitor.isDone(await visitor.act("Resolve: it went back", { amount: "80.00", reason }));
      await tookEffectOnce(theStage(), reason);
      await awaitState(theStage().operator, "GET /v1/refunds/{id}", id, ["SUCCEEDED"]);
      assert.equal((await wallet()).frozen - before.frozen, -8000);
    });

    test("a withdrawal, likewise", async () => {
      const { withdrawalId } = theStage().seeded.parked;
      await parked("GET /v1/withdrawals/{id}", withdrawalId);
      const before = await wallet();
      await open("withdrawal", withdrawalId);
      await asked();
      const reason = newReason();
      await visitor.isDone(await visitor.act("Resolve: it was paid out", { amount: "41.00", reason }));
      await tookEffectOnce(theStage(), reason);
      await awaitState(theStage().operator, "GET /v1/withdrawals/{id}", withdrawalId, ["CONFIRMED"]);
      assert.equal((await wallet()).frozen - before.frozen, -4100);
    });

    test("a review: its row leaves the list, and the dialog stays to say so; a tab that is older is told", async () => {
      const { operator } = theStage();
      const reviews = async () => {
        const query = { kind: "webhook endpoint", limit: "100" };
        return (await operator.get<{ items: { reviewId: string }[] }>("GET /v1/reviews", { query })).items;
      };
      const some = async () => ((await reviews()).length > 0 ? await reviews() : undefined);
      const waiting = await until("an endpoint to be given up", some, { timeoutMs: PATIENCE_MS });
      const older = await Visitor.enter(theStage());
      for (const each of [older, visitor]) await each.go("/reviews?kind=webhook+endpoint");
      const reason = newReason();
      const dialog = await visitor.act("Close", { reason });
      await dialog.getByText("Done. It is not on the page any more.").waitFor();
      await visitor.isDone(dialog);
      const { subjectId } = await tookEffectOnce(theStage(), reason);
      assert.equal(
        (await reviews()).some(({ reviewId }) => reviewId === subjectId),
        false,
      );
      assert.ok(waiting.some(({ reviewId }) => reviewId === subjectId));
      const late = await older.act("Close", { reason: newReason() });
      await late.getByRole("alert").waitFor();
      await late.getByText(/dealt with meanwhile/).waitFor();
      assert.equal(await late.getByRole("button", { name: "Close", exact: true }).isDisabled(), true);
      await older.leave();
    });
  });
