import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { isCode } from "../../core/foundation/domain/gift-card-code.ts";
import { signWebhook } from "../../core/foundation/domain/webhook-signature.ts";
import { sandboxWebhooks } from "../../core/payments/channels/sandbox-webhooks.ts";
import type { ClientCall } from "../../invariants/snapshot.ts";
import { referenceOf } from "../../sandbox/channel/calls.ts";
import { BEHAVIOURS } from "../../sandbox/channel/rules.ts";
import { parseCard } from "../../sandbox/exchange/rules.ts";
import { webhookOf } from "../../tools/demo/callbacks.ts";
import { Cards, KINDS } from "../../tools/demo/cards.ts";
import { bodyOf, METHODS, noteAccepted, Payments } from "../../tools/demo/payments.ts";
import { callRows, percentile } from "../../tools/demo/report.ts";
import { ApiClient, LostAnswer } from "../../tools/harness/client.ts";
import { inTurns } from "../../tools/harness/in-turns.ts";
import { until, WaitTimeout } from "../../tools/harness/waiting.ts";
import { tableLines } from "../../tools/terminal/screen.ts";
import { verdictOf } from "../core/payments/channels/webhook-forgery.ts";

describe("the demo's cards", () => {
  test.each(KINDS)("a %s card is a code that the sandbox knows as such", (kind) => {
    const { code } = new Cards().draw(kind, 1500);
    expect(isCode(code)).toBe(true);
    expect(parseCard(code)).toEqual({ kind, amount: 1500 });
  });

  test("kinds are spread over the whole batch", () => {
    const kinds = new Cards().drawMixed({ OK: 4, REJECT: 2 }, 1000).map(({ kind }) => kind);
    expect(kinds).toEqual(["OK", "REJECT", "OK", "OK", "REJECT", "OK"]);
  });

  test("are found by the redemption that they became", () => {
    const cards = new Cards();
    const card = cards.draw("OK", 1000);
    cards.draw("OK", 1000);
    card.redemptionId = "rdm_demo_1";
    expect([...cards.byRedemption()]).toEqual([["rdm_demo_1", card]]);
  });
});

describe("the demo's payments", () => {
  test.each(METHODS)("%s is a method that the sandbox knows", (method) => {
    expect(Object.keys(BEHAVIOURS)).toContain(method);
  });

  test("are found by their id, and only a second one of an order names it", () => {
    const payments = new Payments();
    const first = payments.draw("pm_declined");
    noteAccepted(first, { paymentId: "pay_demo_1", sagaId: "sag_demo_1", orderId: "ord_demo_1" });
    const second = payments.draw("pm_ok", { orderNo: first.orderNo, orderId: "ord_demo_1" });
    expect([...payments.byId()]).toEqual([["pay_demo_1", first]]);
    expect(bodyOf(first)).not.toHaveProperty("orderId");
    expect(bodyOf(second)).toMatchObject({ orderNo: first.orderNo, orderId: "ord_demo_1" });
  });

  test("a callback is what the channel itself would say", () => {
    const payment = new Payments().draw("pm_action");
    noteAccepted(payment, { paymentId: "pay_demo_1", sagaId: "sag_demo_1", orderId: "ord_demo_1" });
    const body = JSON.stringify(webhookOf(payment, "charge.paid"));
    const headers = { "sandbox-signature": signWebhook("secret", 1000, body) };
    const config = { channel: "sandbox" as const, baseUrl: "", secret: "", webhookSecrets: ["secret"] };
    const verdict = verdictOf(sandboxWebhooks, { headers, query: {}, body: Buffer.from(body) }, config, 1_000_000);
    expect(verdict).toMatchObject({
      kind: "event",
      event: { type: "paid", providerReference: referenceOf("pay_demo_1") },
    });
  });

  test("clients take turns, and results stay in the order of the work", async () => {
    let atOnce = 0;
    let most = 0;
    const results = await inTurns([3, 1, 2, 0], 2, async (ticks) => {
      most = Math.max(most, ++atOnce);
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      atOnce--;
      return ticks * 10;
    });
    expect(results).toEqual([30, 10, 20, 0]);
    expect(most).toBe(2);
  });
});

describe("the demo's client", () => {
  type Reply = { status: number; body: object; headers?: Record<string, string> } | "cut";
  let server: Server;
  let replies: Reply[];
  let log: ClientCall[];
  let client: ApiClient;
  const waits: number[] = [];

  beforeEach(async () => {
    log = [];
    waits.length = 0;
    server = createServer((request, response) => {
      const reply = replies.shift() ?? "cut";
      if (reply === "cut") return void request.socket.destroy();
      response.writeHead(reply.status, reply.headers).end(JSON.stringify(reply.body));
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    const wait = async (ms: number) => waits.push(ms);
    client = new ApiClient({ url: () => `http://127.0.0.1:${port}`, apiKey: "k", owner: "demo", log, wait });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const request = { key: "key-1", body: { code: "TEST-OK-1000-A" } };

  test("keeps every request with its answer", async () => {
    replies = [{ status: 202, body: { redemptionId: "r" }, headers: { "idempotent-replayed": "true" } }];
    await client.call("POST /v1/redemptions", request);
    expect(log).toMatchObject([
      {
        owner: "demo",
        route: "POST /v1/redemptions",
        key: "key-1",
        status: 202,
        body: '{"redemptionId":"r"}',
        replayed: true,
      },
    ]);
  });

  test("keeps a request whose answer was lost, without a status", async () => {
    replies = ["cut"];
    await expect(client.call("POST /v1/redemptions", request)).rejects.toThrow(LostAnswer);
    expect(log).toHaveLength(1);
    expect(log[0]?.status).toBeUndefined();
  });

  test("tells requests apart by body and path, and only by these", async () => {
    replies = [1, 2, 3].map(() => ({ status: 200, body: {} }));
    await client.call("POST /v1/redemptions", request);
    await client.call("POST /v1/redemptions", { ...request, key: "key-2" });
    await client.call("POST /v1/redemptions", { ...request, body: { code: "TEST-OK-1000-B" } });
    const [first, otherKey, otherBody] = log.map(({ fingerprint }) => fingerprint);
    expect(first).toBe(otherKey);
    expect(first).not.toBe(otherBody);
  });

  test("sends again under the same key after a lost answer and after a retryable one, as long as it was told to wait", async () => {
    const busy = { status: 409, body: { retryable: true }, headers: { "retry-after": "7" } };
    replies = ["cut", busy, { status: 202, body: {} }];
    const answer = await client.send("POST /v1/redemptions", request);
    expect(answer.status).toBe(202);
    expect(log.map(({ key, status }) => [key, status])).toEqual([
      ["key-1", undefined],
      ["key-1", 409],
      ["key-1", 202],
    ]);
    expect(waits.at(-1)).toBe(7000);
  });

  test("asks again after any 5xx, also one of a gateway that calls nothing retryable", async () => {
    replies = [
      { status: 500, body: { message: "Internal Server Error" } },
      { status: 202, body: {} },
    ];
    expect((await client.send("POST /v1/redemptions", request)).status).toBe(202);
  });

  test("takes a refusal for the last word where its caller says so", async () => {
    replies = [{ status: 409, body: { retryable: true } }];
    const answer = await client.send("POST /v1/redemptions", request, { isLast: () => true });
    expect(answer.status).toBe(409);
  });

  test("reads all pages of a list", async () => {
    replies = [
      { status: 200, body: { items: [1, 2], nextCursor: "c" } },
      { status: 200, body: { items: [3], nextCursor: null } },
    ];
    expect(await client.list("GET /v1/redemptions", {}, 2)).toEqual([1, 2, 3]);
  });
});

describe("waiting", () => {
  test("asks until there is an answer", async () => {
    const answers = [undefined, undefined, "here"];
    const answer = await until("an answer", async () => answers.shift(), { timeoutMs: 60_000, everyMs: 0 });
    expect(answer).toBe("here");
  });

  test("names what did not come in its time", async () => {
    const never = until("the end", async () => undefined, { timeoutMs: -1 });
    await expect(never).rejects.toThrow(new WaitTimeout("waited 0 s for the end"));
  });
});

describe("the demo's report", () => {
  test("sets figures to the right and words to the left, in columns of one width", () => {
    const lines = tableLines(
      ["kind", "count", "p50"],
      [
        ["OK", 5, "12 ms"],
        ["REJECT", 12, "1.4 s"],
      ],
    );
    expect(lines).toEqual([
      "kind    count    p50", //
      "OK          5  12 ms",
      "REJECT     12  1.4 s",
    ]);
  });

  test("takes percentiles as the value that so many do not exceed", () => {
    const hundred = Array.from({ length: 100 }, (_none, index) => index + 1);
    expect([0.5, 0.95, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 100]);
    expect(percentile([], 0.5)).toBe(0);
  });

  test("counts calls by route and what came of them, and leaves lost answers out", () => {
    const call = {
      owner: "demo",
      route: "POST /v1/redemptions",
      key: "k",
      fingerprint: "f",
      sentAt: 0,
      receivedAt: 20,
    };
    const rows = callRows([
      { ...call, status: 202 },
      { ...call, status: 202, replayed: true },
      { ...call, status: 409 },
      call,
    ]);
    expect(rows).toEqual([
      ["POST /v1/redemptions", "replayed", 1, "20 ms", "20 ms", "20 ms"],
      ["POST /v1/redemptions", "refused 409", 1, "20 ms", "20 ms", "20 ms"],
      ["POST /v1/redemptions", "done", 1, "20 ms", "20 ms", "20 ms"],
    ]);
  });
});
