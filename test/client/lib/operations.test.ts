import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { Tender } from "../../../client/index.js";
import { clientFiles } from "../../../tools/docs/client.ts";
import { answering } from "../fake-api.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const DOCUMENT = JSON.parse(readFileSync(join(ROOT, "docs/openapi.json"), "utf8")) as {
  paths: Record<string, Record<string, Operation>>;
};
interface Operation {
  operationId: string;
  parameters?: { name: string; in: string }[];
  requestBody?: unknown;
}
type Method = (...args: unknown[]) => Promise<unknown> & { page?: () => Promise<unknown> };

/** What the client adds to the API's calls. */
const OWN = ["waitFor", "follow"];
const { fetch, sent } = answering([{ status: 200, json: { items: [], nextCursor: null } }]);
const tender = new Tender({ apiKey: "tk_demo", baseUrl: "https://api.example/prod/", fetch });

/** Every method of the client, called; its request as `METHOD /path` with the parameters' names. */
async function requestOf(method: Method, args: unknown[]) {
  sent.length = 0;
  const call = method(...args);
  await (call.page ? call.page() : call);
  return sent[0];
}

const methods = Object.entries(tender).flatMap(([resource, each]) =>
  Object.entries(each as Record<string, Method>).map(([name, method]) => ({ name: `${resource}.${name}`, method })),
);
const called = methods.filter(({ name }) => !OWN.includes(name.split(".")[1] ?? ""));
const documented = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([verb, operation]) => ({ route: `${verb.toUpperCase()} ${path}`, ...operation })),
);
/** The sandbox's doubles, what vendors tell, the pages of a browser. */
const isForOthers = (route: string) => / \/(_sandbox\/|v1\/webhooks\/|console)/.test(route);

test("each operation of the document has its method, each method its operation, and sends what it takes", async () => {
  const left = new Map(documented.filter(({ route }) => !isForOthers(route)).map((each) => [each.route, each]));
  for (const { name, method } of called) {
    // Ids that are told apart; what follows them is content or options, and {} is either.
    const request = await requestOf(method, ["a~1", "b~2", {}])
      .catch(() => requestOf(method, ["a~1", {}]))
      .catch(() => requestOf(method, [{}]));
    const path = String(request?.url).replace("https://api.example/prod", "");
    const found = [...left.values()].find(({ route }) => {
      const pattern = route.replace(/\{\w+\}/, "a~1").replace(/\{\w+\}/, "b~2");
      return pattern === `${request?.method} ${path}`;
    });
    if (!found) throw new Error(`${name} sends ${request?.method} ${path}, which the document does not have`);
    left.delete(found.route);
    const takes = (what: string) => found.parameters?.some((parameter) => parameter.name === what) ?? false;
    expect([name, "idempotency-key" in (request?.headers ?? {})]).toEqual([name, takes("Idempotency-Key")]);
    expect([name, request?.body !== undefined]).toEqual([name, found.requestBody !== undefined]);
  }
  expect([...left.keys()]).toEqual([]);
});

test("what the client has of the document is up to date", async () => {
  for (const [name, content] of Object.entries(await clientFiles()))
    expect([name, readFileSync(join(ROOT, "client", name), "utf8") === content]).toEqual([name, true]);
});

test("an id is one part of the path, whatever it holds", async () => {
  await tender.idempotencyKeys.find("a/b?c#d é");
  expect(sent.at(-1)?.url).toBe("https://api.example/prod/v1/idempotency-keys/a%2Fb%3Fc%23d%20%C3%A9");
  for (const id of ["", ".", "..", undefined])
    expect(() => tender.payments.get(id as string)).toThrow("payments.get: an id has to be a text.");
});

test("a query leaves out what is not given", async () => {
  await tender.payments.list({ orderNo: "a b&c", limit: 5 }).page();
  expect(sent.at(-1)?.url).toBe("https://api.example/prod/v1/payments?orderNo=a+b%26c&limit=5");
});

test("a query or a body that is no object is refused", () => {
  for (const odd of ["order-1", 7, null, []])
    expect(() => tender.payments.list(odd as never)).toThrow("payments.list: what is asked for has to be an object.");
});

test("an option with another name is refused: under a key that nobody reads it would be sent twice", () => {
  const call = () => tender.payments.create({} as never, { idempotencykey: "k" } as never);
  expect(call).toThrow("There is no option idempotencykey: there are idempotencyKey, signal, timeoutMs, retries.");
});
