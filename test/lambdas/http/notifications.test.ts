import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { behaviourOf, send } from "../../../sandbox/notifications/rules.ts";
import { SenderStore } from "../../../sandbox/notifications/store.ts";
import { createSandboxStore } from "../../sandbox/sandbox-table.ts";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";
import {
  BAD_WORDINGS,
  item as itemOf,
  MALFORMED,
  MISFIT,
  malformed,
  NO_TEMPLATE,
  SECRET,
  type Templates,
  UNFIT,
  WORDING,
} from "./bad-notifications.ts";

let deployed: Deployed;
let sandbox: Awaited<ReturnType<typeof createSandboxStore>>;
let keys = 0;
let own: string;
let others: string;
let templates: Templates;

beforeAll(async () => {
  deployed = await deploy();
  sandbox = await createSandboxStore();
  // Before the function is loaded.
  process.env.SANDBOX_TABLE = sandbox.name;
  own = deployed.keys.listener;
  others = await deployed.keyFor("globex", "notifications");
  const template = async (wording: object, apiKey = own): Promise<string> => {
    const { status, json } = await call("POST /v1/notification-templates", { name: "A template", ...wording }, apiKey);
    expect(status).toBe(201);
    return json.templateId;
  };
  templates = {
    email: await template({ channel: "email", subject: "For {{who}}", body: "Your code is {{code}}." }),
    sms: await template({ channel: "sms", body: "Your code is {{code}}." }),
    plain: await template({ channel: "email", subject: "Hello", body: "Nothing to fill in." }),
    foreign: await template({ channel: "email", subject: "Theirs", body: "Theirs." }, others),
  };
});
afterAll(async () => {
  sandbox.stop();
  await deployed.stop();
});

const call = (line: string, body?: unknown, apiKey = own, idempotencyKey = `key-${++keys}`) =>
  deployed.call({ line, apiKey, ...(line.startsWith("POST") ? { idempotencyKey } : {}), body });
const submit = (body: unknown, apiKey?: string, key?: string) => call("POST /v1/notifications", body, apiKey, key);
const batch = (body: unknown, apiKey?: string, key?: string) =>
  call("POST /v1/notification-batches", body, apiKey, key);

const makeTemplate = (text: string) => call("POST /v1/notification-templates", text);

const item = (key: string, change?: object) => itemOf(templates, key, change);

const tellOf = ({ status, json }: HttpResponse) => ({
  status,
  code: json.code,
  pointers: json.errors?.map(({ pointer }: { pointer: string }) => pointer),
});

/** Refused, and everything is as it was; nothing that was sent comes back. `isKept`: but for the answer, which stands under its key. */
async function refused(answer: () => Promise<HttpResponse>, expected: object, isKept = false): Promise<void> {
  const rows = async () => (await deployed.rows()).filter(({ pk }) => !isKept || !String(pk).startsWith("IDEM#"));
  const before = await rows();
  const response = await answer();
  expect(tellOf(response)).toEqual(expected);
  expect(response.text).not.toContain(SECRET);
  expect(response.text).not.toMatch(/shop\.example|Bcc|\+1555/);
  expect(await rows()).toEqual(before);
}

test.each(MALFORMED)("what has no form of a notification is refused as a whole: %s", async (_name, made, pointer) => {
  await refused(() => submit(made(templates)), malformed(pointer));
  const items = [item("good"), made(templates)];
  await refused(() => batch({ mode: "partial", items }), malformed(`/items/1${pointer}`));
});

describe("what does not fit its template", () => {
  test.each(UNFIT)("is refused alone: %s", async (_name, made, code) => {
    await refused(() => submit(made(templates)), code === "params-invalid" ? MISFIT : NO_TEMPLATE);
  });

  test("fails no other item of a batch, in the order of the request", async () => {
    const items = [...UNFIT.map(([, made], n) => ({ ...made(templates), key: `unfit-${n}` })), item("fits")];
    const { status, json, text } = await batch({ mode: "partial", items });
    expect(status).toBe(200);
    expect(json.summary).toEqual({ accepted: 1, replayed: 0, rejected: UNFIT.length });
    const errors = UNFIT.map(([, , code], n) => ({ key: `unfit-${n}`, status: "REJECTED", error: { code } }));
    expect(json.items).toMatchObject([...errors, { key: "fits", status: "ACCEPTED" }]);
    expect(text).not.toContain(SECRET);
    expect(text).not.toMatch(/shop\.example|Bcc|\+1555/);
    expect((await call(`GET /v1/notifications?batchId=${json.batchId}`)).json.items).toHaveLength(1);
  });

  test("lets nothing of an atomic batch be sent, and each is named", async () => {
    for (const some of [UNFIT.slice(0, 24), UNFIT.slice(24)]) {
      const items = [item("whole"), ...some.map(([, made], n) => ({ ...made(templates), key: `part-${n}` }))];
      const pointers = some.map((_, n) => `/items/${n + 1}`);
      await refused(() => batch({ mode: "atomic", items }), { status: 409, code: "batch-rejected", pointers }, true);
    }
    expect(UNFIT.length).toBeLessThanOrEqual(48);
  });
});

test("a value that looks like HTML or like a place is text, and is kept encrypted", async () => {
  const { status, json, text } = await submit(item("html", { params: { who: "{{code}}", code: `<b>${SECRET}</b>` } }));
  expect(status).toBe(202);
  expect(text).not.toContain(SECRET);
  for (const path of ["", "/timeline"]) {
    const read = await call(`GET /v1/notifications/${json.notificationId}${path}`);
    expect(read.status).toBe(200);
    expect(read.text).not.toContain(SECRET);
  }
  expect(JSON.stringify(await deployed.rows())).not.toContain(SECRET);
});

describe("a name that every object has", () => {
  /** As it is sent: an object of ours could not have all of these names. */
  const withName = (body: object, name: string, beside: string) =>
    JSON.stringify(body).replace(`"${beside}"`, `${name}:"${SECRET}","${beside}"`);
  const one = () => item("heir", { params: { who: "X", code: "Y" } });

  test.each([['"__proto__"'], ['"\\u005f_proto__"'], ['"__proto__":{"a":1},"a"']])(
    "is refused by its place, whatever takes any name: %s",
    async (name) => {
      const paths = (...pointers: string[]) => malformed(...pointers.map((pointer) => `${pointer}/__proto__`));
      await refused(() => submit(withName(one(), name, "who")), paths("/params"));
      await refused(() => submit(withName(one(), name, "key")), paths(""));
      for (const mode of ["partial", "atomic"]) {
        const items = [one(), item("good")];
        await refused(() => batch(withName({ mode, items }, name, "code")), paths("/items/0/params"));
        await refused(() => batch(withName({ mode, items }, name, "mode")), paths(""));
      }
      await refused(() => makeTemplate(withName(WORDING, name, "body")), paths(""));
    },
  );

  test.each([["constructor"], ["prototype"], ["hasOwnProperty"]])("is a parameter like any other: %s", async (name) => {
    const params = { who: "X", code: "Y", [name]: SECRET };
    await refused(() => submit(item("heir", { params })), MISFIT);
    const { json } = await batch({ mode: "partial", items: [item(`good-${name}`), item("heir", { params })] });
    expect(json.items).toMatchObject([{ status: "ACCEPTED" }, { error: { code: "params-invalid" } }]);
    await refused(() => makeTemplate(JSON.stringify({ ...WORDING, [name]: SECRET })), malformed(`/${name}`));
    const made = await makeTemplate(JSON.stringify({ ...WORDING, body: `Dear {{${name}}}` }));
    expect(made.json.params).toEqual([name]);
    const of = (some: object) => item(`of-${name}`, { templateId: made.json.templateId, params: some });
    await refused(() => submit(of({})), MISFIT);
    expect((await submit(of({ [name]: "X" }))).status).toBe(202);
  });
});

describe("a batch", () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => item(`many-${n}`));
  test.each<[name: string, body: () => object, pointer: string]>([
    ["no items", () => ({ mode: "partial", items: [] }), "/items"],
    ["101 items", () => ({ mode: "partial", items: many(101) }), "/items"],
    ["26 atomic items", () => ({ mode: "atomic", items: many(26) }), "/items"],
    ["no mode", () => ({ items: many(1) }), "/mode"],
    ["another mode", () => ({ mode: "best-effort", items: many(1) }), "/mode"],
    ["an id that is none", () => ({ mode: "partial", batchId: "a b", items: many(1) }), "/batchId"],
  ])("with %s is refused as a whole", async (_name, body, pointer) => {
    await refused(() => batch(body()), malformed(pointer));
  });

  test("takes a key that stands twice once, and refuses it with something else", async () => {
    const items = [item("twice"), item("twice"), item("twice", { receiver: "slow@shop.example" })];
    const { json } = await batch({ batchId: "twice", mode: "partial", items });
    expect(json.items).toMatchObject([
      { status: "ACCEPTED", isIdempotent: false },
      { status: "ACCEPTED", isIdempotent: true, notificationId: json.items[0].notificationId },
      { status: "REJECTED", error: { code: "notification-differs" } },
    ]);
    expect((await call("GET /v1/notifications?batchId=twice")).json.items).toHaveLength(1);
  });

  test("under an idempotency key that stands for another is refused", async () => {
    await batch({ mode: "partial", items: [item("first")] }, own, "reused");
    const other = { mode: "partial", items: [item("first", { params: { who: "Y", code: SECRET } })] };
    await refused(() => batch(other, own, "reused"), {
      ...{ status: 422, code: "idempotency-key-reused", pointers: ["/items/0"] },
    });
  });
});

test("a known key alone is shown again, refused with something else, and in progress for another batch", async () => {
  const first = await submit(item("known"));
  expect(first.status).toBe(202);
  const again = await submit(item("known"));
  expect(again).toMatchObject({ status: 200, json: { notificationId: first.json.notificationId, isIdempotent: true } });
  const differing = await submit(item("known", { receiver: "slow@shop.example" }));
  expect(tellOf(differing)).toMatchObject({ status: 409, code: "notification-differs" });
  const { json } = await batch({ mode: "partial", items: [item("known")] });
  expect(json.items[0].error.code).toBe("notification-in-progress");
  expect(differing.text + JSON.stringify(json)).not.toContain(SECRET);
});

test.each(BAD_WORDINGS)("a template with %s is refused", async (_name, body, pointer) => {
  await refused(() => call("POST /v1/notification-templates", body), malformed(pointer));
});

describe("what is another merchant's", () => {
  let notificationId: string;
  beforeAll(async () => {
    const made = await batch({ batchId: "mine", mode: "partial", items: [item("mine")] });
    notificationId = made.json.items[0].notificationId;
  });
  const places = () => [
    `/v1/notification-templates/${templates.email}`,
    `/v1/notifications/${notificationId}`,
    `/v1/notifications/${notificationId}/timeline`,
    "/v1/notification-batches/mine",
  ];

  test("is not there by its id, and not in a list; an operator reads it", async () => {
    for (const place of places()) {
      expect({ place, ...tellOf(await call(`GET ${place}`, undefined, others)) }).toMatchObject({
        ...{ place, status: 404, code: "not-found" },
      });
      expect((await call(`GET ${place}`)).status).toBe(200);
    }
    for (const place of places().slice(0, 3))
      expect((await call(`GET ${place}`, undefined, deployed.keys.operator)).status).toBe(200);
    for (const list of ["/v1/notifications", "/v1/notifications?batchId=mine"])
      expect((await call(`GET ${list}`, undefined, others)).json.items).toEqual([]);
    const listed = (await call("GET /v1/notification-templates", undefined, others)).json.items;
    expect(listed.map(({ templateId }: { templateId: string }) => templateId)).toEqual([templates.foreign]);
  });

  test("has the same key and the same batch without either knowing", async () => {
    const asked = { ...item("mine"), templateId: templates.foreign, params: {} };
    const { json } = await batch({ batchId: "mine", mode: "partial", items: [asked] }, others);
    expect(json.items).toMatchObject([{ key: "mine", status: "ACCEPTED", isIdempotent: false }]);
    expect(json.items[0].notificationId).not.toBe(notificationId);
  });

  test("and what is the merchant's own is decided by operators alone, once it is parked", async () => {
    const resolution = { resolution: "FAILED", reason: "as their books say it" };
    const resolve = (apiKey: string) => () =>
      call(`POST /v1/notifications/${notificationId}/resolve`, resolution, apiKey);
    for (const apiKey of [own, others])
      expect(tellOf(await resolve(apiKey)())).toMatchObject({ status: 403, code: "scope-missing" });
    expect(tellOf(await resolve(deployed.keys.operator)())).toMatchObject({ status: 409, code: "not-in-review" });
  });
});

describe("without the scope", () => {
  test("nothing of notifications is written or read", async () => {
    const lines: [line: string, body?: object][] = [
      ["POST /v1/notifications", item("k")],
      ["POST /v1/notification-batches", { mode: "partial", items: [item("k")] }],
      ["POST /v1/notification-templates", WORDING],
      ["GET /v1/notifications"],
      [`GET /v1/notification-templates/${templates.email}`],
    ];
    for (const [line, body] of lines)
      await refused(() => call(line, body, deployed.keys.merchant), { status: 403, code: "scope-missing" });
    for (const [line, body] of lines.slice(0, 3))
      await refused(() => call(line, body, deployed.keys.operator), { status: 403, code: "scope-missing" });
  });

  test("of an operator's, nobody sees what was really sent", async () => {
    const to = { receiver: "ok@shop.example", channel: "email" as const };
    const asked = { notificationId: "ntf_acme_1", key: "k", ...to, body: SECRET };
    const sentAt = Date.now() - 1000;
    const { writes } = send({ behaviourOf, keyRetentionMs: 1 }, undefined, "ntf_acme_1#1", asked, sentAt);
    expect(writes && (await new SenderStore(sandbox.table).commit(writes, 10_000))).toBe(true);
    const line = "GET /_sandbox/notifications/effects";
    for (const apiKey of [own, deployed.keys.merchant])
      await refused(() => call(line, undefined, apiKey), { status: 403, code: "scope-missing" });
    expect((await deployed.call({ line })).status).toBe(401);
    const seen = await call(line, undefined, deployed.keys.operator);
    const items = [{ ...asked, at: new Date(sentAt).toISOString() }];
    expect(seen).toMatchObject({ status: 200, json: { items, nextCursor: null } });
  });
});
