import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sandboxWebhooks } from "../../../core/payments/channels/sandbox-webhooks.ts";
import type { ChannelConfig, RawWebhook } from "../../../core/payments/domain/channel.ts";
import { endEventId } from "../../../sandbox/channel/calls.ts";
import { claimIn, verdictOf } from "../../core/payments/channels/webhook-forgery.ts";
import { AMOUNT, refundOf, SECRET, startChannel, type Webhook } from "./handler-world.ts";

let world: Awaited<ReturnType<typeof startChannel>>;
beforeAll(async () => {
  world = await startChannel();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.hold = async () => undefined;
  world.webhookStatus = 200;
  world.webhooks.length = 0;
});

const SUCCEEDED = { outcome: "succeeded", amount: AMOUNT, providerReference: expect.stringMatching(/^sbx_/) };
const DECLINED = { outcome: "declined", reason: "card-declined" };
const CONFIG: ChannelConfig = { channel: "sandbox", baseUrl: "", secret: SECRET, webhookSecrets: [SECRET] };
function rawOf({ signature, body }: Webhook): RawWebhook {
  return { headers: { "sandbox-signature": signature ?? "" }, query: {}, body };
}

describe("the customer's page", () => {
  test("shows the order and two buttons, then what was decided, and no page for other charges", async () => {
    const outcome = await world.charge("page1", "pm_action");
    const { paymentUrl = "" } = outcome as { paymentUrl?: string };
    const before = await fetch(paymentUrl);
    expect(before.status).toBe(200);
    expect(before.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(before.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await before.text();
    expect(html).toContain("order of page1");
    expect(html).toContain("$25.50");
    expect(html.match(/<button/g)).toHaveLength(2);
    await world.click("page1", { outcome: "paid" });
    const after = await (await fetch(paymentUrl)).text();
    expect(after).not.toContain('name="outcome"');
    expect(after).toContain("Paid");
    await world.charge("page2", "pm_ok");
    for (const id of ["page2", "unheard-of"]) expect((await fetch(`${world.url}/pay/${id}`)).status).toBe(404);
  });

  test.each([
    ["paid", "charge.paid", SUCCEEDED, [{ kind: "charge", amount: 2550 }]],
    ["declined", "charge.declined", DECLINED, []],
  ] as const)(
    "a click on %s settles the charge once and sends one signed webhook",
    async (outcome, type, found, effects) => {
      const paymentId = `click-${outcome}`;
      await world.charge(paymentId, "pm_action");
      const first = await world.click(paymentId, { outcome });
      expect([first.status, await first.json()]).toEqual([200, { paymentId, status: outcome }]);
      const second = await world.click(paymentId, { outcome: outcome === "paid" ? "declined" : "paid" });
      expect([second.status, await second.json()]).toEqual([200, { paymentId, status: outcome }]);
      expect(await world.query(paymentId)).toMatchObject(found);
      expect(await world.effectsOf(paymentId)).toEqual(effects);
      expect(world.webhooks).toHaveLength(1);
      const [webhook] = world.webhooks as [Webhook];
      expect(webhook.path).toBe("/v1/webhooks/sandbox");
      expect(JSON.parse(webhook.body.toString())).toMatchObject({ type });
      expect(claimIn(sandboxWebhooks, rawOf(webhook))).toBe(paymentId);
      expect(verdictOf(sandboxWebhooks, rawOf(webhook), CONFIG, world.now)).toEqual({
        kind: "event",
        event: {
          eventId: expect.stringMatching(/^evt_/),
          type: outcome,
          paymentId,
          orderNo: `order of ${paymentId}`,
          amount: AMOUNT,
          providerReference: expect.stringMatching(/^sbx_/),
        },
      });
    },
  );

  test("its own form is answered with the way back to it", async () => {
    await world.charge("form", "pm_action");
    const type = "application/x-www-form-urlencoded";
    const answer = await world.click("form", "outcome=paid", type);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/_sandbox/channel/pay/form"]);
    expect(await world.query("form")).toMatchObject(SUCCEEDED);
    expect((await world.click("form", "outcome=paid&outcome=declined", type)).status).toBe(400);
    expect((await world.click("form", "outcome=both", type)).status).toBe(400);
  });

  test.each([
    ["form", "no json", 400],
    ["form", { outcome: "maybe" }, 400],
    ["form", { outcome: "paid", amount: 1 }, 400],
    ["unheard-of", { outcome: "paid" }, 404],
  ])("%s with %j is %d", async (id, body, status) => {
    const answer = await world.click(id, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });

  test("twenty clicks at the same time settle once and send one webhook", async () => {
    await world.charge("race", "pm_action");
    const clicks = Array.from({ length: 20 }, (_, n) => world.click("race", { outcome: n % 2 ? "paid" : "declined" }));
    const states = await Promise.all((await Promise.all(clicks)).map((answer) => answer.json()));
    expect(new Set(states.map((state) => (state as { status: string }).status)).size).toBe(1);
    expect(world.webhooks).toHaveLength(1);
  });
});

describe("the vendor's desk", () => {
  const lastEvent = () =>
    verdictOf(sandboxWebhooks, rawOf(world.webhooks.at(-1) as Webhook), CONFIG, world.now) as { event: object };

  test.each([
    ["refund", 1000, { type: "refunded", amount: { ...AMOUNT, amount: 1000 }, refunded: { ...AMOUNT, amount: 1000 } }],
    ["dispute", undefined, { type: "disputed", amount: AMOUNT, dispute: { status: "needs_response", stage: "taken" } }],
    ["dispute-won", 500, { type: "disputed", amount: { ...AMOUNT, amount: 500 }, dispute: { stage: "over" } }],
  ])("a %s of what was captured is told in a signed webhook that Tender understands", async (move, amount, event) => {
    const paymentId = `desk-${move}`;
    await world.charge(paymentId);
    const answer = await world.desk(paymentId, { move, amount });
    expect([answer.status, await answer.json()]).toEqual([200, { paymentId, move }]);
    expect(world.webhooks).toHaveLength(1);
    expect(lastEvent().event).toMatchObject({ paymentId, orderNo: `order of ${paymentId}`, at: world.now, ...event });
  });

  test("moves what is left and no more, each time with an event of its own", async () => {
    await world.charge("desk");
    await world.channel.refund(refundOf("ref_desk", "desk", 550));
    const statuses = [];
    for (const amount of [500, 1501, undefined, undefined]) {
      world.now += 1;
      statuses.push((await world.desk("desk", { move: "refund", amount })).status);
    }
    expect(statuses).toEqual([200, 409, 200, 409]);
    expect((await world.effectsOf("desk")).map(({ kind, amount }) => `${kind} ${amount}`)).toEqual(
      expect.arrayContaining(["outside 500", "outside 1500", "refund 550"]),
    );
    expect(lastEvent().event).toMatchObject({ refunded: AMOUNT });
    const ids = world.webhooks.map(({ body }) => JSON.parse(body.toString()).eventId);
    expect(new Set(ids).size).toBe(2);
    const request = { headers: { authorization: `Bearer ${world.keys.operator}` } };
    const page = await (await fetch(`${world.url}/effects?limit=1`, request)).json();
    expect(page).toMatchObject({ items: [{ kind: "outside", paymentId: "desk" }], nextCursor: expect.any(String) });
    const { nextCursor } = page as { nextCursor: string };
    expect((await fetch(`${world.url}/effects?limit=1&cursor=${nextCursor}`, request)).status).toBe(200);
  });

  test("is a form on the page of what was paid, which leads back to it; elsewhere there is nothing to move", async () => {
    const { paymentUrl = "" } = (await world.charge("desk-page", "pm_action")) as { paymentUrl?: string };
    expect((await world.desk("desk-page", { move: "refund" })).status).toBe(409);
    expect(await (await fetch(paymentUrl)).text()).not.toContain('name="move"');
    await world.click("desk-page", { outcome: "paid" });
    const html = await (await fetch(paymentUrl)).text();
    const [, action = ""] = /<form method="post" action="([^"]+)"/.exec(html) ?? [];
    expect(new URL(action, paymentUrl).href).toBe(`${paymentUrl}/desk`);
    const answer = await world.desk("desk-page", "move=refund", "application/x-www-form-urlencoded");
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/_sandbox/channel/pay/desk-page"]);
    expect(await world.effectsOf("desk-page")).toContainEqual({ kind: "outside", amount: 2550 });
    expect((await world.desk("unheard-of", { move: "refund" })).status).toBe(409);
    expect((await world.desk("desk-page", { move: "steal" })).status).toBe(400);
  });
});

describe("a webhook that is not received", () => {
  test("is tried three times at once, then again by later calls, with the same event and a new signature", async () => {
    await world.charge("deaf", "pm_action");
    world.webhookStatus = 500;
    expect((await world.click("deaf", { outcome: "paid" })).status).toBe(200);
    expect(world.webhooks).toHaveLength(3);
    await world.query("someone-else");
    expect(world.webhooks).toHaveLength(3);
    world.now += 10_000;
    await world.query("someone-else");
    expect(world.webhooks).toHaveLength(4);
    world.webhookStatus = 204;
    world.now += 20_000;
    await fetch(`${world.url}/pay/unheard-of`);
    world.now += 3_600_000;
    await world.query("someone-else");
    expect(world.webhooks).toHaveLength(5);
    expect(new Set(world.webhooks.map(({ body }) => body.toString())).size).toBe(1);
    expect(new Set(world.webhooks.map(({ signature }) => signature)).size).toBeGreaterThan(1);
    for (const webhook of world.webhooks.slice(4))
      expect(verdictOf(sandboxWebhooks, rawOf(webhook), CONFIG, world.now - 3_600_000)).toMatchObject({
        kind: "event",
      });
  });

  test("does not keep a call waiting, and an address that never answers is given up", async () => {
    const call = { ...world.callOf("nobody", "pm_action"), notifyUrl: "http://127.0.0.1:9/" };
    await world.channel.charge(call);
    await world.click("nobody", { outcome: "paid" });
    for (let n = 0; n < 20; n++) {
      world.now += 600_000;
      await world.query("someone-else");
    }
    expect(await world.deps.store.listDueHooks(world.now + 10_000_000, 10)).toEqual([]);
    expect(await world.deps.store.findHook(endEventId("nobody"))).toMatchObject({ attempts: 12 });
  });
});

describe("pm_late_success", () => {
  test("succeeds a second after its cancel was answered, and its webhook tells", async () => {
    await world.charge("late", "pm_late_success");
    let release: (value?: unknown) => void = () => undefined;
    const waiting = new Promise<void>((reached) => {
      world.hold = () => {
        world.now -= 1000;
        reached();
        return new Promise((resolve) => (release = resolve));
      };
    });
    expect(await world.cancel("late")).toEqual({ outcome: "cancelled", amount: 0 });
    await waiting;
    expect(await world.query("late")).toEqual({ outcome: "declined", reason: "refused" });
    expect(await world.effectsOf("late")).toEqual([{ kind: "void", amount: 0 }]);
    expect(await world.channel.refund(refundOf("ref_late_0", "late", 1))).toMatchObject({ reason: "not-captured" });
    expect(world.webhooks).toEqual([]);
    world.now += 1000;
    world.hold = async () => undefined;
    release();
    await arrival();
    expect(await world.query("late")).toEqual(SUCCEEDED);
    expect(await world.cancel("late")).toEqual({ outcome: "cancelled", amount: 0 });
    expect(await world.effectsOf("late")).toEqual([
      { kind: "charge", amount: 2550 },
      { kind: "void", amount: 0 },
    ]);
    const [webhook] = world.webhooks as [Webhook];
    expect(verdictOf(sandboxWebhooks, rawOf(webhook), CONFIG, world.now)).toMatchObject({ event: { type: "paid" } });
    expect(await world.channel.refund(refundOf("ref_late", "late", 2550))).toMatchObject({ outcome: "succeeded" });
  });

  test("tells by any later call when nobody took the webhook over", async () => {
    await world.charge("late2", "pm_late_success");
    const { url } = world.deps;
    world.deps.url = "http://127.0.0.1:9";
    expect(await world.cancel("late2")).toEqual({ outcome: "cancelled", amount: 0 });
    world.deps.url = url;
    world.now += 1000;
    await world.query("someone-else");
    expect(world.webhooks.map(({ body }) => JSON.parse(body.toString()).paymentId)).toEqual(["late2"]);
  });

  test.each(["paid", "declined"])("that was %s before its cancel has no second life", async (outcome) => {
    const paymentId = `late-${outcome}`;
    await world.charge(paymentId, "pm_late_success");
    await world.click(paymentId, { outcome });
    expect(await world.cancel(paymentId)).toEqual({ outcome: "cancelled", amount: outcome === "paid" ? 2550 : 0 });
    world.now += 5000;
    expect(await world.query(paymentId)).toEqual({ outcome: "declined", reason: "refused" });
    expect(world.webhooks).toHaveLength(1);
  });

  /** Asks until the webhook has come; the request's own time limit ends the test otherwise. */
  async function arrival(): Promise<void> {
    while (world.webhooks.length === 0) await world.deps.store.findHook("late");
  }
});
