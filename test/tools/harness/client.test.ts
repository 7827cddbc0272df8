import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ClientCall } from "../../../invariants/snapshot.ts";
import { ApiClient, LostAnswer } from "../../../tools/harness/client.ts";
import { until, WaitTimeout } from "../../../tools/harness/waiting.ts";

describe("a careful client", () => {
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
