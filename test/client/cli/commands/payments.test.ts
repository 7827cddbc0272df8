import { describe, expect, test } from "@jest/globals";
import { answering, type Reply } from "../../fake-api.ts";
import { cli } from "../cli-run.ts";

const PAYMENT = {
  ...{ paymentId: "pay_1", sagaId: "sag_1", orderId: "ord_1", orderNo: "A-1", channel: "sandbox" },
  amount: { amount: 1999, currency: "USD" },
  refunded: { amount: 0, currency: "USD" },
  ...{ reason: null, paymentUrl: null, createdAt: "2026-01-02T03:04:05.000Z", updatedAt: "2026-01-02T03:04:06.000Z" },
};
const is = (status: string, more = {}): Reply => ({ status: 200, json: { ...PAYMENT, status, ...more } });

async function run(args: string, ...replies: Reply[]) {
  const { fetch, sent } = answering(replies);
  return { ...(await cli(args.split(" "), { fetch })), sent };
}

test("create sends what was given and nothing else, under a key of its own", async () => {
  const args = "payments create --order-no A-1 --amount 1999 --currency USD --channel sandbox --payment-method pm_ok";
  const first = await run(args, { status: 202, json: { paymentId: "pay_1", status: "PROCESSING" } });
  expect(first.exit).toBe(0);
  expect(first.stdout).toBe("paymentId  pay_1\nstatus     PROCESSING\n");
  expect(first.sent[0]?.url).toBe("http://127.0.0.1:3000/v1/payments");
  expect(JSON.parse(first.sent[0]?.body ?? "")).toEqual({
    ...{ orderNo: "A-1", amount: { amount: 1999, currency: "USD" }, channel: "sandbox", paymentMethod: "pm_ok" },
  });
  const second = await run(args, { status: 202, json: { paymentId: "pay_1", status: "PROCESSING" } });
  expect(second.sent[0]?.headers["idempotency-key"]).not.toBe(first.sent[0]?.headers["idempotency-key"]);
});

test("create --wait ends as the payment does", async () => {
  const args = "payments create --order-no A-1 --amount 1999 --currency USD --channel sandbox --wait";
  const accepted: Reply = { status: 202, json: { paymentId: "pay_1", status: "PROCESSING" } };
  const paid = await run(args, accepted, is("PROCESSING"), is("SUCCEEDED"));
  expect([paid.exit, paid.stderr, paid.sent.length]).toEqual([0, "pay_1 is accepted.\n", 3]);
  expect(paid.stdout).toContain("status     SUCCEEDED\n");
  expect((await run(args, accepted, is("DECLINED"))).exit).toBe(2);
});

test("get shows it for people, or as it is", async () => {
  const { stdout } = await run(
    "payments get pay_1",
    is("PARTIALLY_REFUNDED", { refunded: { amount: 5, currency: "USD" } }),
  );
  expect(stdout).toBe(
    [
      "paymentId  pay_1",
      "status     PARTIALLY_REFUNDED",
      "orderNo    A-1",
      "amount     1999 USD (minor units)",
      "refunded   5 USD",
      "channel    sandbox",
      "createdAt  2026-01-02T03:04:05.000Z",
      "updatedAt  2026-01-02T03:04:06.000Z\n",
    ].join("\n"),
  );
  const { lines } = await run("payments get pay_1 --json", is("SUCCEEDED", { newField: "x" }));
  expect(lines()).toEqual([{ ...PAYMENT, status: "SUCCEEDED", newField: "x" }]);
});

describe("wait", () => {
  test.each([
    ["SUCCEEDED", 0],
    ["PARTIALLY_REFUNDED", 0],
    ["DECLINED", 2],
    ["CANCELLED", 2],
    ["REFUNDED", 2],
    ["REQUIRES_ACTION", 3],
    ["NEEDS_REVIEW", 3],
    ["A_STATUS_OF_TOMORROW", 3],
  ])("until it is %s: %i", async (status, exit) => {
    expect((await run("payments wait pay_1", is("UNKNOWN"), is(status))).exit).toBe(exit);
  });

  test("says who has to act", async () => {
    const action = await run("payments wait pay_1", is("REQUIRES_ACTION", { paymentUrl: "https://pay.example/1" }));
    expect(action.stderr).toBe("The customer has to act: send them to paymentUrl.\n");
    expect(action.stdout).toContain("https://pay.example/1");
    expect((await run("payments wait pay_1", is("NEEDS_REVIEW"))).stderr).toContain("a person of the platform");
  });

  test("until a status: 0 when it is reached, 2 when it has ended as another, 3 when time is over", async () => {
    const until = "payments wait pay_1 --until succeeded --timeout 60";
    expect((await run(until, is("REQUIRES_ACTION"), is("SUCCEEDED"))).exit).toBe(0);
    const other = await run(until, is("REQUIRES_ACTION"), is("DECLINED"));
    expect([other.exit, other.stderr]).toEqual([2, "pay_1 has ended as DECLINED.\n"]);
    const late = await run(until, is("PROCESSING"));
    expect([late.exit, late.stderr]).toEqual([
      3,
      "pay_1 is PROCESSING still.\nRun it again to go on waiting, or with a longer --timeout.\n",
    ]);
  });

  test("of an API that never answers is an error: nothing is known to be pending", async () => {
    const { exit, stderr } = await run("payments wait pay_1 --timeout 3", "lost");
    expect([exit, stderr]).toEqual([1, expect.stringContaining("TENDER_URL says where it is")]);
  });
});
