import { describe, expect, test } from "@jest/globals";
import { addressOf, Client } from "../../../console/src/api/client.ts";
import { ApiError, inWords } from "../../../console/src/api/problem.ts";

interface Sent {
  address: string;
  init: RequestInit;
}

/** A client of a server that answers what it is given, with what it was asked. */
function clientOf(answer: () => Response | Promise<Response>, key: string | undefined = "tnd_key") {
  const sent: Sent[] = [];
  let refused = 0;
  const client = new Client({
    fetch: async (address, init) => {
      sent.push({ address: String(address), init: init as RequestInit });
      return answer();
    },
    giveUp: () => new AbortController().signal,
    key: () => key,
    onRefusedKey: () => refused++,
  });
  return { client, sent, refusedKeys: () => refused };
}

const PROBLEM = {
  type: "/errors/not-in-review",
  title: "Not in review",
  status: 409,
  detail: "It is not parked. Read it again.",
  instance: "/v1/sagas/sag_1/retry",
  code: "not-in-review",
  retryable: false,
  requestId: "request-7",
};

async function refusalOf(promise: Promise<unknown>): Promise<ApiError> {
  const refusal = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(ApiError);
  return refusal as ApiError;
}

describe("a read", () => {
  test("carries the key in its header, and nowhere else", async () => {
    const { client, sent } = clientOf(() => Response.json({ items: [] }));
    expect(await client.get("/v1/payments", { status: "UNKNOWN", cursor: undefined, orderNo: "" })).toEqual({
      items: [],
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.address).toBe("/v1/payments?status=UNKNOWN");
    expect(sent[0]?.init).toMatchObject({
      method: "GET",
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      headers: { authorization: "Bearer tnd_key" },
    });
    expect(sent[0]?.init.body).toBeUndefined();
  });

  test("is not sent when the console is locked", async () => {
    const { client, sent } = clientOf(() => Response.json({}));
    const locked = new Client({
      fetch: async () => Response.json({}),
      giveUp: () => new AbortController().signal,
      key: () => undefined,
      onRefusedKey: () => {},
    });
    expect((await refusalOf(locked.get("/v1/payments"))).status).toBe(401);
    expect(sent).toEqual([]);
    await client.tryKey("tnd_other");
    expect(sent[0]?.init.headers).toMatchObject({ authorization: "Bearer tnd_other" });
  });
});

describe("a refusal", () => {
  test("is shown as the API wrote it", async () => {
    const { client } = clientOf(() => Response.json(PROBLEM, { status: 409 }));
    const error = await refusalOf(client.send("POST", "/v1/sagas/sag_1/retry", { reason: "because" }, "key-1"));
    expect(inWords(error)).toEqual({ title: "Not in review", detail: "It is not parked. Read it again." });
    expect(error).toMatchObject({ status: 409, requestId: "request-7", mayRetry: false, problem: PROBLEM });
  });

  test("names its own request rather than the first one, and when to come again", async () => {
    const headers = { "tender-request-id": "request-9", "retry-after": "3" };
    const { client } = clientOf(() => Response.json({ ...PROBLEM, retryable: true }, { status: 409, headers }));
    const error = await refusalOf(client.get("/v1/payments"));
    expect(error).toMatchObject({ requestId: "request-9", retryAfterSeconds: 3, mayRetry: true });
  });

  test("of the key locks the console", async () => {
    const { client, refusedKeys } = clientOf(() => Response.json({ ...PROBLEM, status: 401 }, { status: 401 }));
    await refusalOf(client.get("/v1/payments"));
    expect(refusedKeys()).toBe(1);
  });

  test("that is no problem document is one of what stands before the API", async () => {
    const { client } = clientOf(() => new Response("<html>", { status: 503, headers: { "apigw-requestid": "gw-1" } }));
    const error = await refusalOf(client.get("/v1/payments"));
    expect(error).toMatchObject({ status: 503, requestId: "gw-1", mayRetry: true });
    expect(inWords(error).title).toBe("Answer 503");
  });

  test("that never came leaves open whether it took effect, and may be tried again", async () => {
    const { client } = clientOf(() => Promise.reject(new TypeError("fetch failed")));
    const error = await refusalOf(client.send("POST", "/v1/x", {}, "key-1"));
    expect(error).toMatchObject({ status: undefined, mayRetry: true });
    expect(inWords(error).title).toBe("No answer");
  });
});

test.each([
  ["cut off", () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError("cut")) }))],
  ["empty", () => new Response("")],
  ["a portal's page", () => new Response("<html>Log in</html>")],
])("an answer that is %s has not come, and leaves open whether it took effect", async (_what, answer) => {
  const { client } = clientOf(answer);
  const error = await refusalOf(client.send("POST", "/v1/api-keys/1/rotate", { graceSeconds: 0 }, "key-1"));
  expect(error).toMatchObject({ status: undefined, mayRetry: true, isRefusal: false });
});

test("the console that was unlocked anew stays open when the key before is refused late", async () => {
  let key = "tnd_before";
  let refused = 0;
  const client = new Client({
    fetch: async () => {
      key = "tnd_now";
      return Response.json({ ...PROBLEM, status: 401 }, { status: 401 });
    },
    giveUp: () => new AbortController().signal,
    key: () => key,
    onRefusedKey: () => refused++,
  });
  await refusalOf(client.get("/v1/payments"));
  expect(refused).toBe(0);
});

test("a change has a body and its Idempotency-Key", async () => {
  const { client, sent } = clientOf(() => Response.json({}));
  await client.send("POST", "/v1/refunds/ref_1/resolve", { resolution: "FAILED" }, "key-1");
  expect(sent[0]?.init).toMatchObject({
    method: "POST",
    body: '{"resolution":"FAILED"}',
    headers: { "idempotency-key": "key-1", "content-type": "application/json" },
  });
});

test("an address has no parameter that is not set", () => {
  expect(addressOf("/v1/payments", {})).toBe("/v1/payments");
  expect(addressOf("/v1/payments", { a: "1&2", b: undefined })).toBe("/v1/payments?a=1%262");
});

test("a request that nobody answers is given up, and is an answer that was lost; one that its page gives up is none", async () => {
  const hanging: typeof fetch = (_address, init) =>
    new Promise((_answer, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
  const late = new AbortController();
  const client = new Client({
    fetch: hanging,
    giveUp: () => late.signal,
    key: () => "tnd_now",
    onRefusedKey: () => {},
  });
  const lost = refusalOf(client.send("POST", "/v1/sagas/sag_1/retry", { reason: "try again" }, "key-1"));
  const page = new AbortController();
  const left = client.get("/v1/payments", {}, page.signal).catch((error: Error) => error.name);
  page.abort();
  expect(await left).toBe("AbortError");
  late.abort(new DOMException("too late", "TimeoutError"));
  expect((await lost).status).toBeUndefined();
});
