import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { InvocationResult } from "../../../local/functions/function-messages.ts";
import type { FunctionPool } from "../../../local/functions/function-pool.ts";
import { HttpGateway } from "../../../local/http/http-gateway.ts";

type Event = Record<string, unknown> & { headers: Record<string, string> };
let answer: (event: Event) => InvocationResult | Promise<InvocationResult>;
let seen: Event;
const pool = {
  name: "fake",
  invoke: async (text: string) => {
    seen = JSON.parse(text);
    return answer(seen);
  },
} as unknown as FunctionPool;

const returns = (value: unknown) => () => ({ ok: true as const, payload: JSON.stringify(value) });
const gateway = new HttpGateway();
let url: string;

beforeAll(async () => {
  url = `http://127.0.0.1:${await gateway.listen(0)}`;
  gateway.open([
    { routeKey: "POST /things/{id}", pool },
    { routeKey: "GET /slow", pool, timeoutMs: 1 },
  ]);
});
afterAll(async () => {
  gateway.cut();
  await gateway.close();
});
const post = (path: string, init: RequestInit = {}) => fetch(url + path, { method: "POST", ...init });

test("shapes a request as HTTP APIs do in payload format 2.0", async () => {
  answer = returns({ statusCode: 204 });
  const headers: [string, string][] = [
    ["Content-Type", "application/json; charset=utf-8"],
    ["X-Many", "1"],
    ["X-Many", "2"],
    ["Cookie", "a=1; b=2"],
  ];
  await post("/things/a%2Fb?x=1&x=2&y=%20z", { headers, body: '{"ü":1}' });
  expect(seen).toMatchObject({
    version: "2.0",
    routeKey: "POST /things/{id}",
    rawPath: "/things/a/b",
    rawQueryString: "x=1&x=2&y=%20z",
    queryStringParameters: { x: "1,2", y: " z" },
    pathParameters: { id: "a/b" },
    cookies: ["a=1", "b=2"],
    body: '{"ü":1}',
    isBase64Encoded: false,
    requestContext: { stage: "$default", routeKey: "POST /things/{id}", http: { method: "POST", path: "/things/a/b" } },
  });
  expect(seen.headers["x-many"]?.replace(" ", "")).toBe("1,2");
});

test.each(["application/x-www-form-urlencoded", "application/octet-stream", undefined])(
  "hands a body of the type %s over in base64",
  async (type) => {
    answer = returns({ statusCode: 204 });
    await post("/things/1", { headers: type ? { "Content-Type": type } : {}, body: new Uint8Array([1, 255]) });
    expect(seen).toMatchObject({ body: "Af8=", isBase64Encoded: true });
  },
);

test("hands a body of a text type over as text, with U+FFFD for bytes that are no UTF-8", async () => {
  answer = returns({ statusCode: 204 });
  const body = new Uint8Array([0x22, 0xe9, 0x22]);
  await post("/things/1", { headers: { "Content-Type": "application/json" }, body });
  expect(seen).toMatchObject({ body: '"\ufffd"', isBase64Encoded: false });
});

test("gives status, headers, cookies and a base64 body back", async () => {
  answer = returns({
    statusCode: 201,
    headers: { "Content-Type": "image/x", "X-One": 1 },
    cookies: ["a=1", "b=2"],
    body: "Af8=",
    isBase64Encoded: true,
  });
  const response = await post("/things/1");
  expect(response.status).toBe(201);
  expect(response.headers.get("content-type")).toBe("image/x");
  expect(response.headers.get("x-one")).toBe("1");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 255]);
});

test("takes anything without a status for a body", async () => {
  answer = returns({ hello: 1 });
  const response = await post("/things/1");
  expect([response.status, await response.json()]).toEqual([200, { hello: 1 }]);
});

test.each<[string, typeof answer]>([
  ["a failed function", () => ({ ok: false, error: { errorType: "Error", errorMessage: "secret" } })],
  ["an answer that makes no sense", returns({ statusCode: "many" })],
  ["no answer", returns(null)],
])("answers 500 to %s and tells nothing", async (_name, behaviour) => {
  answer = behaviour;
  const response = await post("/things/1");
  expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
});

test("answers 503 when the function takes longer than the integration may", async () => {
  answer = () => new Promise(() => {});
  const response = await fetch(`${url}/slow`);
  expect([response.status, await response.json()]).toEqual([503, { message: "Service Unavailable" }]);
});

test("answers 404 without a route and 413 to more than 10 MB", async () => {
  expect((await fetch(`${url}/nothing`)).status).toBe(404);
  expect((await post("/things/1", { body: Buffer.alloc(10 * 1024 * 1024 + 1) })).status).toBe(413);
});

test("a taken port is one clear sentence", async () => {
  const other = new HttpGateway();
  await expect(other.listen(Number(new URL(url).port))).rejects.toThrow(/^Port \d+ of 127.0.0.1 is taken/);
});
