import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { FunctionPool } from "../../../local/functions/function-pool.ts";
import { HttpGateway } from "../../../local/http/http-gateway.ts";

interface Event {
  routeKey: string;
  rawPath: string;
  rawQueryString: string;
  headers: Record<string, string>;
  cookies?: string[];
  queryStringParameters?: Record<string, string>;
  pathParameters?: Record<string, string>;
  requestContext: { requestId: string; domainName: string; http: { method: string } };
}

const seen: Event[] = [];
const pool = {
  name: "echo",
  invoke: async (text: string) => {
    seen.push(JSON.parse(text) as Event);
    return { ok: true, payload: JSON.stringify({ statusCode: 200, headers: { "x-by": "function" }, body: "echo" }) };
  },
} as unknown as FunctionPool;
const gateway = new HttpGateway();
let port: number;

beforeAll(async () => {
  port = await gateway.listen(0);
  const keys = ["GET /v1/things/{id}", "GET /v1/keys/{key+}", "$default"];
  gateway.open(keys.map((routeKey) => ({ routeKey, pool })));
});
afterAll(async () => {
  gateway.cut();
  await gateway.close();
});

/** As it goes over the wire, where a client library would tidy it up first. */
async function send(target: string, headers: string[] = [], method = "GET") {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const lines = ["Host: api.example", "Connection: close", ...headers];
  socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  await once(socket, "close");
  const [head = "", body = ""] = text.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), head: head.toLowerCase(), body, event: seen.at(-1) as Event };
}

test.each([
  ["http://api.example/v1/things/7?x=1", "/v1/things/7", "x=1", "api.example"],
  ["http://api.example:8080/v1/things/7", "/v1/things/7", "", "api.example:8080"],
  ["HTTPS://other.example/v1/things/7?", "/v1/things/7", "", "other.example"],
])("a target in the absolute form, %s, goes where its path says", async (target, path, query, host) => {
  const { status, event } = await send(target);
  expect([status, event.routeKey, event.rawPath, event.rawQueryString]).toEqual([
    200,
    "GET /v1/things/{id}",
    path,
    query,
  ]);
  expect([event.headers.host, event.requestContext.domainName]).toEqual([host, host]);
});

test.each([
  ["http://api.example", "/", ""],
  ["http://api.example?x=1", "/", "x=1"],
  ["//api.example/v1/things/7", "//api.example/v1/things/7", ""],
  ["/v1/things/http://api.example/", "/v1/things/http://api.example/", ""],
])("the target %s is the path %s, which has no route of its own", async (target, path, query) => {
  const { event } = await send(target);
  expect([event.routeKey, event.rawPath, event.rawQueryString]).toEqual(["$default", path, query]);
});

test.each(["HEAD", "OPTIONS"])("%s matches no route for GET: the default route takes it", async (method) => {
  const { status, event } = await send("/v1/things/7", [], method);
  expect([status, event.routeKey, event.requestContext.http.method]).toEqual([200, "$default", method]);
});

test("an answer to HEAD says how long its body would be, and has none", async () => {
  const { head, body } = await send("/v1/things/7", [], "HEAD");
  expect(head).toContain("content-length: 4");
  expect(body).toBe("");
});

test("nothing is added for CORS, which is not configured: a preflight is a request like any other", async () => {
  const headers = ["Origin: https://shop.example", "Access-Control-Request-Method: POST"];
  const { head } = await send("/v1/things/7", headers, "OPTIONS");
  expect(head).toContain("x-by: function");
  expect(head).not.toContain("access-control-");
});

test("repeated headers are joined by commas, whatever their names are, and cookies are told apart", async () => {
  const { event } = await send("/v1/things/7", [
    "Idempotency-Key: a",
    "idempotency-key: b",
    "X-List: 1, 2",
    "X-LIST: 3",
    "Constructor: x",
    "__proto__: y",
    "Cookie: a=1; b=2",
    "Cookie: c=3",
  ]);
  expect(event.headers).toMatchObject({ "idempotency-key": "a,b", "x-list": "1, 2,3", constructor: "x" });
  expect(Object.entries(event.headers)).toContainEqual(["__proto__", "y"]);
  expect(event.headers.cookie).toBeUndefined();
  expect(event.cookies).toEqual(["a=1", "b=2", "c=3"]);
});

test("repeated query parameters are joined by commas, decoded, and the query stays as it came", async () => {
  const query = "a=1&b=%20x&a=2&a=&flag&__proto__=y&constructor=z";
  const { event } = await send(`/v1/things/7?${query}`);
  expect(event.rawQueryString).toBe(query);
  expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
    ["a", "1,2,"],
    ["b", " x"],
    ["flag", ""],
    ["__proto__", "y"],
    ["constructor", "z"],
  ]);
});

test("a path is decoded after its route was found, and a greedy parameter takes the rest", async () => {
  const { event } = await send("/v1/keys/a%20b/c%2Fd/e");
  expect([event.routeKey, event.rawPath]).toEqual(["GET /v1/keys/{key+}", "/v1/keys/a b/c/d/e"]);
  expect(event.pathParameters).toEqual({ key: "a b/c/d/e" });
});

test("request line and headers above 10,240 bytes are refused with 431 and a message, and reach no function", async () => {
  const before = seen.length;
  const { status, head, body } = await send("/v1/things/7", [`X-Long: ${"x".repeat(10_240)}`]);
  expect([status, JSON.parse(body)]).toEqual([431, { message: "Request Header Fields Too Large" }]);
  expect(head).toContain("content-type: application/json");
  expect(seen).toHaveLength(before);
  expect((await send("/v1/things/7", [`X-Long: ${"x".repeat(9_000)}`])).status).toBe(200);
});

test("what is no HTTP request is refused with 400 and a message", async () => {
  const { status, body } = await send("/v1/things/7", ["no header at all"]);
  expect([status, JSON.parse(body)]).toEqual([400, { message: "Bad Request" }]);
});

test("the caller is told the id that the function knows the request by", async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/things/1`);
  expect(answer.headers.get("apigw-requestid")).toBe(seen.at(-1)?.requestContext.requestId);
});
