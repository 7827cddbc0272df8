import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { allPassed } from "../../../tools/vendor-check/run-cases.ts";
import { type EpayDouble, KEY, md5Of, PID, startEpayDouble } from "../../core/payments/channels/epay-double.ts";
import type { VendorAnswer } from "../../core/payments/channels/vendor-double.ts";
import { checkOf, deliver, namesOf, wrongIn } from "./checking.ts";

let double: EpayDouble;
let listensAt: string;

beforeAll(async () => {
  double = await startEpayDouble();
});
beforeEach(() => {
  double.reset();
  double.orders.clear();
});
afterAll(() => double.stop());

/** A customer at the gateway's page: it makes the order, and the gateway tells of what is paid. */
async function customer(task: string): Promise<void> {
  const url = /http\S+/.exec(task)?.[0] ?? "";
  const number = /pay_[\w-]+/.exec(url)?.[0] ?? "";
  const order = url.includes("submit.php") ? double.open(url) : double.orders.get(number);
  if (order === undefined || /NOT pay/.test(task)) return;
  order.status = 1;
  const paid = { pid: PID, trade_no: "2016080622555342651", out_trade_no: number, money: order.money };
  const told = { ...paid, trade_status: "TRADE_SUCCESS", type: "alipay", name: "x" };
  await deliver(listensAt, { query: { ...told, sign: md5Of(told, KEY), sign_type: "MD5" } });
}

const run = (change: object = {}, args: string[] = ["--wait", "1"]) =>
  checkOf({
    vendor: "epay",
    config: { pid: PID, keys: [KEY], gateway: `${double.origin}/pay/`, ...change },
    args,
    does: customer,
    listensAt: (url) => {
      listensAt = url;
    },
  });

const CANNOT = ["A part that was refunded is found", "A notification that is old is refused"];
const NEEDS_A_CALL = ["The same number twice is one order", "A charge whose answer is lost is in doubt and found"];

test.each([
  ["by a call", { create: "mapi", type: "alipay" }, CANNOT],
  ["by a page", {}, [...NEEDS_A_CALL, ...CANNOT]],
])(
  "a house as the protocol describes it, orders made %s, passes every case but what it cannot show",
  async (_how, change, impossible) => {
    const results = await run(change);
    expect(wrongIn(results)).toEqual([]);
    expect(namesOf(results, "impossible")).toEqual(impossible);
    expect(allPassed(results)).toBe(true);
  },
);

test("nothing is paid, and nothing refunded, unless somebody has agreed to it", async () => {
  const config = { pid: PID, keys: [KEY], gateway: `${double.origin}/pay/`, create: "mapi", type: "alipay" };
  const results = await checkOf({ vendor: "epay", config });
  expect(namesOf(results, "failed")).toEqual([]);
  expect(namesOf(results, "skipped")).toContain("What was paid is found as paid");
  expect([...double.orders.values()].filter(({ status, refunded }) => status !== 0 || refunded.length > 0)).toEqual([]);
});

test.each([
  [
    "says for a wrong key that there is no such order",
    (answer: VendorAnswer) =>
      answer.body.includes("密钥错误") ? { ...answer, body: '{"code":-1,"msg":"订单号不存在"}' } : answer,
    "A wrong key proves nothing",
  ],
  [
    "refunds more than was paid",
    (answer: VendorAnswer) =>
      answer.body.includes("超过") ? { ...answer, body: '{"code":1,"msg":"退款成功"}' } : answer,
    "More than was paid is not refunded",
  ],
])("a house that %s fails exactly the case of it", async (_what, change, name) => {
  double.around = (call, vendor) => change(vendor(call));
  expect(namesOf(await run({ create: "mapi", type: "alipay" }), "failed")).toEqual([name]);
});
