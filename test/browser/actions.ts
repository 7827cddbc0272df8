import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { WebhookDeliveryView } from "../../contract/answers/events.ts";
import { PATIENCE_MS, until } from "../../tools/harness/waiting.ts";
import { newReason, tookEffectOnce } from "./support/effects.ts";
import { awaitState, NEWCOMER, SHOP, usd } from "./support/seeding.ts";
import { theStage } from "./support/the-stage.ts";
import { type Act, Visitor } from "./support/visitor.ts";

export const actions = () =>
  describe("what the tables offer an operator is done once, however often it is clicked:", () => {
    let visitor: Visitor;
    before(async () => {
      visitor = await Visitor.enter(theStage());
    });
    after(() => visitor.leave());

    /** A double click on the dialog's button is one request, under one key, and one row of the audit. */
    const done = async (path: string, title: string, answers: Act = {}) => {
      await visitor.go(path);
      visitor.requests.length = 0;
      const reason = newReason();
      await visitor.isDone(await visitor.act(title, { ...answers, reason, how: "dblclick" }));
      const sent = visitor.requests.filter((request) => request.method() === "POST");
      assert.equal(sent.length, 1);
      assert.match((await sent[0]?.headerValue("idempotency-key")) ?? "", /^[0-9a-f-]{36}$/);
      await tookEffectOnce(theStage(), reason);
    };
    const status = (route: Parameters<typeof awaitState>[1], id: string, states: string[]) =>
      awaitState(theStage().operator, route, id, states);

    for (const [at, title, amount, ends] of [
      [1, "Retry", undefined, []],
      [2, "Compensate", "33.00", []],
      [3, "Resolve: it failed", "34.00", ["DECLINED"]],
      [4, "Resolve: undone by hand", "35.00", ["CANCELLED", "DECLINED"]],
    ] as const) {
      test(`a parked payment: ${title}`, async () => {
        const { paymentId = "", sagaId = "" } = theStage().seeded.parked.payments[at] ?? {};
        await status("GET /v1/sagas/{id}", sagaId, ["NEEDS_REVIEW"]);
        await done(`/sagas/${sagaId}`, title, amount === undefined ? {} : { amount });
        if (ends.length > 0) await status("GET /v1/payments/{id}", paymentId, [...ends]);
      });
    }

    test("a disputed refund: it failed", async () => {
      const id = theStage().seeded.parked.refundIds[1] ?? "";
      await done(`/refunds/${id}`, "Resolve: it failed", { amount: "81.00" });
      await status("GET /v1/refunds/{id}", id, ["FAILED"]);
    });

    test("a use of a code: Reverse", async () => {
      const { codeRedemptionId } = theStage().seeded;
      await done(`/code-redemptions/${codeRedemptionId}`, "Reverse");
      await status("GET /v1/code-redemptions/{id}", codeRedemptionId, ["REVERSED"]);
    });

    test("a merchant: Activate, Suspend, Close, and Activate again", async () => {
      for (const [title, state] of [
        ["Activate", "ACTIVE"],
        ["Suspend", "SUSPENDED"],
        ["Close", "CLOSED"],
        ["Activate", "ACTIVE"],
      ] as const) {
        await done(`/merchants/${NEWCOMER}`, title);
        await status("GET /v1/merchants/{id}", NEWCOMER, [state]);
        await visitor.go("/merchants");
      }
    });

    test("a merchant: Limit requests, which asks for two numbers and no reason", async () => {
      const { page } = visitor;
      await visitor.go(`/merchants/${NEWCOMER}`);
      visitor.requests.length = 0;
      await page.getByRole("main").getByRole("button", { name: "Limit requests", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Limit requests", exact: true });
      await dialog.getByLabel("Requests a second").fill("250");
      const send = dialog.getByRole("button", { name: "Limit requests", exact: true });
      assert.equal(await send.isDisabled(), true);
      await dialog.getByLabel("Requests at once").fill("1000");
      await send.dblclick();
      await visitor.isDone(dialog);
      assert.equal(visitor.requests.filter((request) => request.method() === "PUT").length, 1);
      await page.getByText("250 a second, 1000 at once").waitFor();
    });

    test("a merchant: Forget a user, whose name is asked for, and what was emptied is told", async () => {
      const { page } = visitor;
      await visitor.go(`/merchants/${NEWCOMER}`);
      visitor.requests.length = 0;
      await page.getByRole("main").getByRole("button", { name: "Forget a user", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Forget a user", exact: true });
      const reason = newReason();
      await dialog.getByLabel("Reason").fill(reason);
      const send = dialog.getByRole("button", { name: "Forget a user", exact: true });
      assert.equal(await send.isDisabled(), true);
      await dialog.getByLabel("User", { exact: true }).fill("nobody/17");
      await send.dblclick();
      await dialog.getByText("Emptied: nothing that was not empty before.").waitFor();
      await visitor.isDone(dialog);
      assert.equal(visitor.requests.filter((request) => request.method() === "POST").length, 1);
      await tookEffectOnce(theStage(), reason);
    });

    test("a delivery: Resend, which asks no reason, and is received once more", async () => {
      const { operator } = theStage();
      const received = async () => {
        const query = { tenantId: SHOP, status: "DELIVERED" };
        const { items } = await operator.get<{ items: WebhookDeliveryView[] }>("GET /v1/webhook-deliveries", { query });
        return items[0];
      };
      const { deliveryId } = await until("a delivery to be received", received, { timeoutMs: PATIENCE_MS });
      const path = { id: deliveryId };
      const read = () => operator.get<WebhookDeliveryView>("GET /v1/webhook-deliveries/{id}", { path });
      const before = (await read()).attempts.length;
      await visitor.go(`/deliveries/${deliveryId}`);
      visitor.requests.length = 0;
      await visitor.isDone(await visitor.act("Resend", { how: "dblclick" }));
      assert.equal(visitor.requests.filter((request) => request.method() === "POST").length, 1);
      const again = async () => {
        const { status: is, attempts } = await read();
        return is === "DELIVERED" && attempts.length > before ? attempts : undefined;
      };
      const attempts = await until("it to be received again", again, { timeoutMs: PATIENCE_MS });
      assert.equal(attempts.length, before + 1);
    });

    test("a withdrawal that needs two: each approves with an own key, and a third word comes too late", async () => {
      const { operator, keys } = theStage();
      const policy = { currency: "USD", approvals: [{ above: usd(100), count: 2 }] };
      await operator.expect(200, "PUT /v1/merchants/{id}/withdrawal-policy", {
        ...{ path: { id: SHOP }, key: "policy", body: policy },
      });
      const id = await asked("approved", 1500);
      const colleague = await Visitor.enter(theStage(), { key: keys.colleague });
      const late = await Visitor.enter(theStage());
      for (const each of [colleague, late]) await each.go(`/withdrawals/${id}`);
      await done(`/withdrawals/${id}`, "Approve (1 of 2)", { amount: "15.00" });
      assert.match((await visitor.page.getByRole("main").textContent()) ?? "", /1 of 2/);
      await colleague.page.getByRole("button", { name: "Refresh" }).click();
      await colleague.settled();
      const answers = { amount: "15.00", reason: newReason() };
      await colleague.isDone(await colleague.act("Approve (2 of 2)", answers));
      await status("GET /v1/withdrawals/{id}", id, ["CONFIRMED"]);
      const dialog = await late.act("Reject", answers);
      await dialog.getByRole("alert").waitFor();
      await dialog.getByText(/It is now confirmed, and this cannot be done any more/).waitFor();
      assert.equal(await dialog.getByRole("button", { name: "Reject" }).isDisabled(), true);
      for (const each of [colleague, late]) await each.leave();
    });

    test("a withdrawal that needs two: Reject", async () => {
      const id = await asked("rejected", 1600);
      await done(`/withdrawals/${id}`, "Reject", { amount: "16.00" });
      await status("GET /v1/withdrawals/{id}", id, ["CANCELLED"]);
    });

    const asked = async (withdrawalNo: string, amount: number) => {
      const { merchant, seeded } = theStage();
      const body = { withdrawalNo, amount: usd(amount), destinationId: seeded.destinationId };
      const { json } = await merchant.expect(202, "POST /v1/withdrawals", { key: withdrawalNo, body });
      assert.equal(json.status, "AWAITING_APPROVAL");
      return String(json.withdrawalId);
    };
  });
