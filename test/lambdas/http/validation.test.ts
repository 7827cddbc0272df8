import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

const PLAN = { name: "A plan", country: "US", target: { amount: 1000, currency: "USD" } };
const BATCH = { planId: "pln_acme_1", mode: "partial", items: [{ reference: "a", code: "TEST-OK-1" }] };
const many = (count: number) => Array.from({ length: count }, (_, n) => ({ reference: `r${n}`, code: `TEST-OK-${n}` }));

const refused = async (line: string, body: unknown) => {
  const apiKey = /release|resolve/.test(line) ? deployed.keys.operator : deployed.keys.merchant;
  const { status, json } = await deployed.call({ line, apiKey, idempotencyKey: "k", body });
  expect(status).toBe(400);
  return json;
};

const FIELDS: [line: string, body: unknown, pointers: string[]][] = [
  ["POST /v1/plans", {}, ["/name", "/country", "/target"]],
  ["POST /v1/plans", { ...PLAN, name: "" }, ["/name"]],
  ["POST /v1/plans", { ...PLAN, name: "  " }, ["/name"]],
  ["POST /v1/plans", { ...PLAN, name: "\u200b\u2060 \u00ad" }, ["/name"]],
  ["POST /v1/plans", { ...PLAN, name: "x".repeat(201) }, ["/name"]],
  ["POST /v1/plans", { ...PLAN, name: "a\u0000b" }, ["/name"]],
  ["POST /v1/plans", { ...PLAN, name: "a\nb" }, ["/name"]],
  ["POST /v1/plans", { ...PLAN, name: null, country: 1 }, ["/name", "/country"]],
  ["POST /v1/plans", { ...PLAN, country: "us" }, ["/country"]],
  ["POST /v1/plans", { ...PLAN, country: "ZZ" }, ["/country"]],
  ["POST /v1/plans", { ...PLAN, extra: 1, "a/b~c": 1 }, ["/extra", "/a~1b~0c"]],
  ["POST /v1/plans", { ...PLAN, target: { amount: 10 ** 13, currency: "USD" } }, ["/target/amount"]],
  ["POST /v1/plans", { ...PLAN, target: { amount: 0, currency: "USD" } }, ["/target/amount"]],
  ["POST /v1/plans", { ...PLAN, target: { amount: -1, currency: "USD" } }, ["/target/amount"]],
  ["POST /v1/plans", { ...PLAN, target: { amount: 1.5, currency: "USD" } }, ["/target/amount"]],
  ["POST /v1/plans", { ...PLAN, target: { amount: "1", currency: "usd" } }, ["/target/amount", "/target/currency"]],
  ["POST /v1/plans", { ...PLAN, target: { amount: 1, currency: "USD", cents: 1 } }, ["/target/cents"]],
  ["POST /v1/plans", { ...PLAN, target: [] }, ["/target"]],
  ["POST /v1/plans", [PLAN], [""]],
  ["POST /v1/plans", "null", [""]],
  ["POST /v1/plans", '"text"', [""]],
  ["POST /v1/plans", '{"name":"\\ud800","country":"US","target":{"amount":1,"currency":"USD"}}', ["/name"]],
  ["POST /v1/plans", '{"name":"a","country":"US","target":{"amount":1e400,"currency":"USD"}}', ["/target/amount"]],
  ["POST /v1/plans", '{"name":"a","name":"b","country":"US","target":{"amount":1,"currency":"USD"}}', ["/name"]],
  ["POST /v1/plans", '{"target":{"amount":1,"currency":"USD","\\u0061mount":2}}', ["/target/amount"]],
  ["POST /v1/plans", '{"\\ud800":1,"name":"a"}', ["/\ufffd"]],
  [
    "POST /v1/redemption-batches",
    '{"planId":"p","mode":"partial","items":[{"reference":"a","code":"AB\\udc00CD"}]}',
    ["/items/0/code"],
  ],
  [
    "POST /v1/plans",
    '{"__proto__":{"admin":true},"name":"a","country":"US","target":{"amount":1,"currency":"USD"}}',
    ["/__proto__"],
  ],
  ["POST /v1/plans?limit=1&x=2", PLAN, ["/query/limit", "/query/x"]],
  ["POST /v1/accounts", { country: "US", currency: "XXX1", label: "" }, ["/currency", "/label"]],
  ["PATCH /v1/accounts/acc_acme_1", { loginStatus: "active" }, ["/loginStatus"]],
  ["PATCH /v1/accounts/a%20b", { loginStatus: "ACTIVE" }, ["/path/id"]],
  ["POST /v1/accounts/acc_acme_1/release", { reason: "" }, ["/reason"]],
  ["POST /v1/redemptions", { code: "abc", planId: "" }, ["/code", "/planId"]],
  [
    "POST /v1/redemptions",
    { code: "TEST_OK", planId: "p", batchId: "a#b", reference: "a b" },
    ["/code", "/batchId", "/reference"],
  ],
  ["POST /v1/redemptions/rdm_acme_1/resolve", { resolution: "SUCCEEDED", reason: "seen in their books" }, ["/amount"]],
  ["POST /v1/redemptions/rdm_acme_1/resolve", { resolution: "OTHER", reason: "seen in their books" }, ["/resolution"]],
  ["POST /v1/redemption-batches", { ...BATCH, items: [] }, ["/items"]],
  ["POST /v1/redemption-batches", { ...BATCH, items: many(101) }, ["/items"]],
  ["POST /v1/redemption-batches", { ...BATCH, mode: "atomic", items: many(26) }, ["/items"]],
  ["POST /v1/redemption-batches", { ...BATCH, mode: "other" }, ["/mode"]],
  [
    "POST /v1/redemption-batches",
    { ...BATCH, items: [...many(3), { reference: "r1", code: "X" }] },
    ["/items/3/reference"],
  ],
  [
    "POST /v1/redemption-batches",
    { ...BATCH, items: [{ reference: "a" }, { reference: "b", code: 1, x: 1 }] },
    ["/items/0/code", "/items/1/code", "/items/1/x"],
  ],
  ["POST /v1/redemption-batches", { ...BATCH, items: [{ reference: "a", code: 12345678 }] }, ["/items/0/code"]],
];

test.each(FIELDS)("%s with %j names the fields at fault: %j", async (line, body, pointers) => {
  const json = await refused(line, body);

  expect(json.code).toBe("request-invalid");
  expect(json.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([...pointers].sort());
  expect(await deployed.rows()).toEqual([]);
});

test.each([[""], ["   "], ["{"], ["NaN"], ["{'a':1}"], ['{"a":1,}'], ["[".repeat(60_000)], ['{"a":'.repeat(10_000)]])(
  "a body that is no JSON is refused as such: %#",
  async (body) => {
    expect((await refused("POST /v1/plans", body)).code).toBe("body-not-json");
  },
);

/** As the gateway hands them over: of a text type decoded by itself, of any other in base64. */
test.each([
  ["text", false],
  ["base64", true],
])("bytes that are no UTF-8 are refused, handed over as %s", async (_how, base64) => {
  const text = Buffer.from(JSON.stringify({ ...PLAN, name: "caf?" }));
  text[text.indexOf("?")] = 0xe9;
  const request = { line: "POST /v1/plans", apiKey: deployed.keys.merchant, idempotencyKey: "latin-1" };

  const { status, json } = await deployed.call({ ...request, body: base64 ? text : text.toString("utf8"), base64 });

  expect([status, json.code]).toEqual([400, "body-not-json"]);
  expect(await deployed.rows()).toEqual([]);
});

test("U+FFFD in the body may be what bytes became that were no text; as an escape it is meant", async () => {
  const request = { line: "POST /v1/plans", apiKey: deployed.keys.merchant, idempotencyKey: "replacement" };
  const body = JSON.stringify({ ...PLAN, name: "caf\ufffd" });

  const plain = await deployed.call({ ...request, body });
  const escaped = await deployed.call({ ...request, body: body.replace("\ufffd", "\\ufffd") });

  expect([plain.status, plain.json.code]).toEqual([400, "body-not-json"]);
  expect([escaped.status, escaped.json.name]).toEqual([201, "caf\ufffd"]);
});

test("a byte order mark is left out, so with and without it the body is the same", async () => {
  const request = { line: "POST /v1/plans", apiKey: deployed.keys.merchant, idempotencyKey: "mark" };
  const body = JSON.stringify(PLAN);

  const first = await deployed.call({ ...request, body: `\ufeff${body}` });
  const second = await deployed.call({ ...request, body });

  expect(first.status).toBe(201);
  expect(second).toMatchObject({ text: first.text, headers: { "idempotent-replayed": "true" } });
});

test.each([
  ["content-encoding", "gzip"],
  ["content-encoding", "identity,br"],
  ["content-type", "application/json; charset=iso-8859-1"],
  ["content-type", 'application/json;charset=utf-8;charset="UTF-16"'],
  ["content-type", "application/json,application/json; charset=latin1"],
  ["content-type", "application/json; charset*=iso-8859-1''utf-8"],
  ["content-type", "application/json; charset*0=utf; charset*1=-16"],
  ["content-type", "application/json,text/plain"],
])("a body with %s: %s is refused before it is read", async (name, value) => {
  const request = { line: "POST /v1/plans", apiKey: deployed.keys.merchant, idempotencyKey: "coding" };

  const { status, json, headers } = await deployed.call({ ...request, headers: { [name]: value }, body: PLAN });

  expect([status, json.code]).toEqual([415, "media-type-unsupported"]);
  expect(json.errors).toMatchObject([{ pointer: `/headers/${name}` }]);
  expect(headers["accept-encoding"]).toBe("identity");
});

test.each([
  ["content-encoding", "identity"],
  ["content-encoding", ""],
  ["content-type", "application/json; charset=UTF-8"],
  ["content-type", 'application/json; charset="utf-8"; profile="a,b"'],
])("a body with %s: %s is read", async (name, value) => {
  const request = { line: "POST /v1/plans", apiKey: deployed.keys.merchant, idempotencyKey: `${name}${value.length}` };

  expect((await deployed.call({ ...request, headers: { [name]: value }, body: PLAN })).status).toBe(201);
});

const amountOf = (literal: string) => `{"name":"a","country":"US","target":{"amount":${literal},"currency":"USD"}}`;

test.each([
  ["1000000000001", "must be at most 1000000000000"],
  ["9007199254740993", "must be at most 1000000000000"],
  ["1E400", "must be at most 1000000000000"],
  ["-1e400", "must be at least 1"],
  ["-9007199254740993", "must be at least 1"],
  ["-0", "must be at least 1"],
  ["999999999999.99999999", "must be an integer"],
  ["0.99999999999999999999", "must be an integer"],
  ["1e-400", "must be an integer"],
  ["1.5", "must be an integer"],
])("an amount of %s %s, by the digits as they were sent", async (literal, detail) => {
  expect((await refused("POST /v1/plans", amountOf(literal))).errors).toEqual([{ pointer: "/target/amount", detail }]);
});

test.each([
  ["1e3", 1000],
  ["1.0", 1],
  ["1000000000000.000", 1_000_000_000_000],
])("an amount of %s is the integer %d, and the same request under one key", async (literal, amount) => {
  const request = { line: "POST /v1/plans", apiKey: deployed.keys.merchant, idempotencyKey: `amount-${literal}` };

  const first = await deployed.call({ ...request, body: amountOf(literal) });
  const second = await deployed.call({ ...request, body: amountOf(String(amount)) });

  expect([first.status, first.json.target.amount]).toEqual([201, amount]);
  expect(second).toMatchObject({ text: first.text, headers: { "idempotent-replayed": "true" } });
});

test("a letter of another alphabet in a code is refused with the field's name, in a batch as its item's error", async () => {
  const lookAlike = "ТEST-OK-2500-ABCD";
  const json = await refused("POST /v1/redemptions", { code: lookAlike, planId: "pln_acme_1" });

  expect(json).toMatchObject({ code: "request-invalid", errors: [{ pointer: "/code", code: "code-malformed" }] });
});

test("deep nesting in a field is one wrong field", async () => {
  const nested = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;

  const json = await refused(
    "POST /v1/plans",
    `{"name":${nested},"country":"US","target":{"amount":1,"currency":"USD"}}`,
  );

  expect(json.errors).toEqual([{ pointer: "/name", detail: "must be a string" }]);
});

test("a malformed code says so with a code of its own", async () => {
  const json = await refused("POST /v1/redemptions", { code: "a!", planId: "pln_acme_1" });

  expect(json).toMatchObject({ code: "request-invalid", errors: [{ pointer: "/code", code: "code-malformed" }] });
});

test.each([
  ["limit=0", "/query/limit"],
  ["limit=101", "/query/limit"],
  ["limit=1e1", "/query/limit"],
  ["limit=1&limit=2", "/query"],
  ["cursor=", "/query/cursor"],
  ["status=LOST", "/query/status"],
  ["tenantId=ACME", "/query/tenantId"],
  ["stat=1", "/query/stat"],
])("a list refuses ?%s", async (query, pointer) => {
  const json = await refused(`GET /v1/redemptions?${query}`, undefined);

  expect(json).toMatchObject({ code: "request-invalid", errors: [{ pointer }] });
});

test("a cursor that is not ours is refused as such", async () => {
  expect((await refused("GET /v1/plans?cursor=bm9uc2Vuc2U", undefined)).code).toBe("cursor-invalid");
});

test("ten thousand unknown fields get a bounded answer", async () => {
  const body = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`f${n}`, 1]));

  const json = await refused("POST /v1/plans", body);

  expect(json.errors.length).toBeLessThanOrEqual(100);
});

test.each([
  ["missing", undefined, "idempotency-key-missing"],
  ["empty", "", "idempotency-key-missing"],
  ["empty in quotes", '""', "idempotency-key-invalid"],
  ["with a space", "a b", "idempotency-key-invalid"],
  ["beyond ASCII", "clé", "idempotency-key-invalid"],
  ["too long", "x".repeat(256), "idempotency-key-invalid"],
  ["with an open quote", '"abc', "idempotency-key-invalid"],
  ["with a wrong escape", '"a\\bc"', "idempotency-key-invalid"],
  ["sent twice", "a,a", "idempotency-key-invalid"],
  ["sent twice, quoted", '"a","a"', "idempotency-key-invalid"],
])("an Idempotency-Key that is %s is refused", async (_name, idempotencyKey, code) => {
  const { status, json } = await deployed.call({
    line: "POST /v1/plans",
    apiKey: deployed.keys.merchant,
    idempotencyKey,
    body: PLAN,
  });

  expect(status).toBe(400);
  expect(json).toMatchObject({ code, errors: [{ pointer: "/headers/idempotency-key" }] });
});
