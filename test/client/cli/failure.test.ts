import { describe, expect, test } from "@jest/globals";
import { answering, FakeClock, problem, type Reply } from "../fake-api.ts";
import { cli, QuickClock } from "./cli-run.ts";

const PAYMENT = { paymentId: "pay_1", orderNo: "A-1", amount: { amount: 1999, currency: "USD" }, channel: "sandbox" };
const CREATE = "payments create --order-no A-1 --amount 1999 --currency USD --channel sandbox".split(" ");
const READ = ["payments", "get", "pay_1"];

const answered = (args: string[], replies: Reply[], env = {}) => cli(args, { fetch: answering(replies).fetch, env });

describe("exit codes", () => {
  test.each<[string, string[], Reply, number]>([
    ["a read that is answered", READ, { status: 200, json: PAYMENT }, 0],
    ["a payment that is accepted", CREATE, { status: 202, json: PAYMENT }, 0],
    ["what is refused", CREATE, problem(422, "order-not-found"), 2],
    ["a key that is none of its", READ, problem(401, "unauthenticated"), 2],
    ["what is not there", READ, problem(404, "not-found"), 2],
    ["a write that nobody has answered", CREATE, "lost", 3],
    ["a write whose answer was cut", CREATE, "cut", 3],
    ["a write that may succeed soon", CREATE, problem(503, "overloaded"), 3],
    ["a read that nobody has answered", READ, "lost", 1],
    ["a read that may succeed soon", READ, problem(503, "overloaded"), 1],
    ["an address that is not the API's", READ, { status: 200, text: "<html>", type: "text/html" }, 1],
    ["an address that leads elsewhere", READ, { status: 301, text: "", headers: { location: "/" } }, 1],
  ])("%s", async (_what, args, reply, exit) => {
    expect((await answered(args, [reply])).exit).toBe(exit);
  });
});

describe("what is said", () => {
  test("the API's words, which field, what to do next, and what support asks for", async () => {
    const errors = [{ pointer: "/currency", detail: "must be the ISO 4217 code" }];
    const { stdout, stderr } = await answered(CREATE, [problem(400, "body-invalid", { errors })]);
    expect(stdout).toBe("");
    expect(stderr).toBe("As it is.\n  /currency: must be the ISO 4217 code\n(400, body-invalid, request req-1)\n");
  });

  test.each(["constructor", "__proto__"])("a code %s is a code like any other", async (code) => {
    const { exit, stderr } = await answered(READ, [problem(400, code)]);
    expect([exit, stderr]).toEqual([2, `As it is.\n(400, ${code}, request req-1)\n`]);
  });

  test("which payment is in the way, as a command", async () => {
    const { stderr } = await answered(CREATE, [problem(409, "order-in-progress", { paymentId: "pay_7" })]);
    expect(stderr).toContain("\nnpx tender payments get pay_7\n");
  });

  test("where nobody has answered, and the key under which the same command goes on", async () => {
    const { stderr } = await answered([...CREATE, "--idempotency-key", "k-1"], ["lost"]);
    expect(stderr).toContain("Is the API at http://127.0.0.1:3000? TENDER_URL says where it is");
    expect(stderr).toContain("\nRun it again with --idempotency-key k-1\n");
    const { sent, fetch } = answering([{ status: 202, json: PAYMENT }]);
    await cli([...CREATE, "--idempotency-key", "k-1"], { fetch });
    expect(sent[0]?.headers["idempotency-key"]).toBe("k-1");
  });

  test("why the connection failed", async () => {
    const cause = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
    expect((await cli(READ, { fetch })).stderr).toContain("Is the API at http://127.0.0.1:3000 (ECONNREFUSED)?");
  });

  test("as JSON with --json, on standard error", async () => {
    const { stdout, stderr, exit } = await answered([...CREATE, "--json"], [problem(422, "order-not-found")]);
    expect([stdout, exit]).toEqual(["", 2]);
    expect(JSON.parse(stderr)).toEqual({
      error: expect.objectContaining({
        ...{ message: "As it is.", code: "order-not-found", status: 422, requestId: "req-1", exitCode: 2 },
        idempotencyKey: expect.any(String),
        retryable: false,
      }),
    });
  });

  test("never the API key", async () => {
    for (const reply of ["lost", problem(401, "unauthenticated")] as Reply[])
      expect((await answered(READ, [reply])).stderr).not.toContain("tk_secret");
  });

  test("nothing that would move a terminal's cursor", async () => {
    const detail = "a\u001b[2Jb\u202ec\u009bd";
    const { stderr } = await answered(READ, [problem(404, "not-found", { detail })]);
    expect(stderr).toContain("a\ufffd[2Jb\ufffdc\ufffdd");
  });

  test("in red on a terminal, unless NO_COLOR or a dumb one wants none", async () => {
    const { fetch } = answering([problem(404, "not-found")]);
    const shown = async (env: Record<string, string>) => (await cli(READ, { fetch, env, isTTY: true })).stderr;
    expect(await shown({})).toContain("\u001b[31mAs it is.\u001b[0m\n");
    expect(await shown({ NO_COLOR: "1" })).toMatch(/^As it is/);
    expect(await shown({ TERM: "dumb" })).toMatch(/^As it is/);
  });
});

describe("Ctrl-C", () => {
  test("within a write: 3, and the key that says what came of it", async () => {
    const stop = new AbortController();
    const clock = new QuickClock();
    clock.onSleep = () => stop.abort(new Error("stopped"));
    const { exit, stderr } = await cli([...CREATE, "--idempotency-key", "k-1"], { signal: stop.signal, clock });
    expect([exit, stderr]).toEqual([
      3,
      expect.stringContaining("the same command says so with\n  --idempotency-key k-1"),
    ]);
  });

  test("within a wait: 3", async () => {
    const stop = new AbortController();
    const clock = new QuickClock();
    clock.onSleep = () => stop.abort(new Error("stopped"));
    const { fetch } = answering([{ status: 200, json: { ...PAYMENT, status: "PROCESSING" } }]);
    const { exit, stderr } = await cli(["payments", "wait", "pay_1"], { signal: stop.signal, clock, fetch });
    expect([exit, stderr]).toEqual([3, "Stopped.\n"]);
  });
});

test("an API that hangs does not hang the command", async () => {
  const clock = new FakeClock();
  const { exit, stderr } = await clock.until(cli(READ, { clock, fetch: answering(["hang"]).fetch }));
  expect([exit, stderr]).toEqual([1, expect.stringContaining("no answer in time")]);
});
