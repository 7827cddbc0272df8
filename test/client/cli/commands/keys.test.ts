import { expect, test } from "@jest/globals";
import { answering, type Reply } from "../../fake-api.ts";
import { cli } from "../cli-run.ts";

const KEY = {
  ...{ keyId: "E8CTGG5KH44A", merchantId: "acme", scopes: ["payments", "withdrawals"], status: "ACTIVE" },
  ...{
    label: "Shop\u001b[2J server",
    createdAt: "2026-01-02T03:04:05.000Z",
    lastUsedAt: null,
    previousValidUntil: null,
  },
};
const SHOWN = { ...KEY, key: "tnd_E8CTGG5KH44A_s3cret" };

async function run(args: string[], ...replies: Reply[]) {
  const { fetch, sent } = answering(replies);
  return { ...(await cli(["keys", ...args], { fetch })), sent };
}

test("list goes through all pages, as a table or as JSON lines", async () => {
  const pages: Reply[] = [
    { status: 200, json: { items: [KEY], nextCursor: "c" } },
    { status: 200, json: { items: [{ ...KEY, keyId: "K2", label: null }], nextCursor: null } },
  ];
  const table = await run(["list"], ...pages);
  expect(table.stdout).toBe(
    [
      "key           status  scopes                created (UTC)     last used  label",
      "E8CTGG5KH44A  ACTIVE  payments,withdrawals  2026-01-02 03:04             Shop\ufffd[2J server",
      "K2            ACTIVE  payments,withdrawals  2026-01-02 03:04\n",
    ].join("\n"),
  );
  const json = await run(["list", "--json", "--merchant", "acme"], ...pages.slice(1));
  expect(json.lines()).toEqual([{ ...KEY, keyId: "K2", label: null }]);
  expect(json.sent[0]?.url).toContain("?merchantId=acme");
});

test("create: the key alone on standard output, all else beside it", async () => {
  const args = ["create", "--scopes", "payments, withdrawals", "--label", "Shop server"];
  const { exit, stdout, stderr, sent } = await run(args, { status: 201, json: SHOWN });
  expect([exit, stdout]).toEqual([0, "tnd_E8CTGG5KH44A_s3cret\n"]);
  expect(stderr).toContain("Keep the key now");
  expect(stderr).not.toContain("s3cret");
  expect(JSON.parse(sent[0]?.body ?? "")).toEqual({ scopes: ["payments", "withdrawals"], label: "Shop server" });
  expect((await run([...args, "--json"], { status: 201, json: SHOWN })).lines()).toEqual([SHOWN]);
});

test("rotate: an hour of grace unless told otherwise", async () => {
  const until = { ...SHOWN, previousValidUntil: "2026-01-02T04:04:05.000Z" };
  const { stdout, stderr, sent } = await run(["rotate", "K2"], { status: 201, json: until });
  expect([stdout, stderr]).toEqual([
    `${SHOWN.key}\n`,
    expect.stringContaining("works until 2026-01-02T04:04:05.000Z."),
  ]);
  expect(sent[0]).toMatchObject({ url: "http://127.0.0.1:3000/v1/api-keys/K2/rotate", body: '{"graceSeconds":3600}' });
  const none = await run(["rotate", "K2", "--grace", "0"], { status: 201, json: SHOWN });
  expect([none.sent[0]?.body, none.stderr]).toEqual(['{"graceSeconds":0}', expect.stringContaining("works no more")]);
});

test("revoke says why", async () => {
  const reply: Reply = { status: 200, json: { ...KEY, status: "REVOKED" } };
  const { exit, stdout, sent } = await run(["revoke", "K2", "--reason", "gone"], reply);
  expect([exit, stdout]).toEqual([0, "E8CTGG5KH44A is REVOKED: it stops working within a minute.\n"]);
  expect(sent[0]?.body).toBe('{"reason":"gone"}');
  expect((await run(["revoke", "K2"])).exit).toBe(1);
});
