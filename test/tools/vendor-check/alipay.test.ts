import { createSign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { allPassed } from "../../../tools/vendor-check/run-cases.ts";
import {
  type AlipayDouble,
  APP_ID,
  bare,
  contentOf,
  makeKeys,
  signedAnswer,
  startAlipayDouble,
  success,
} from "../../core/payments/channels/alipay-double.ts";
import type { VendorAnswer } from "../../core/payments/channels/vendor-double.ts";
import {
  startAlipayTransfersDouble,
  type TransfersDouble,
} from "../../core/withdrawals/payouts/alipay-transfers-double.ts";
import { checkOf, deliver, namesOf, wrongIn } from "./checking.ts";

const app = makeKeys();
const alipay = makeKeys();
const other = makeKeys();
let double: AlipayDouble;
let transfers: TransfersDouble;
let listensAt: string;
let signer = alipay;

beforeAll(async () => {
  double = await startAlipayDouble(app, alipay);
  transfers = await startAlipayTransfersDouble(app, alipay);
});
beforeEach(() => {
  double.reset();
  double.next = undefined;
  transfers.reset();
  signer = alipay;
});
afterAll(async () => {
  await double.stop();
  await transfers.stop();
});

const keys = { privateKey: bare(app.privateKey, "pkcs8"), alipayPublicKeys: [bare(alipay.publicKey, "spki")] };

async function notify(form: Record<string, string>): Promise<void> {
  const sign = createSign("RSA-SHA256").update(contentOf(form), "utf8").sign(signer.privateKey, "base64");
  const body = new URLSearchParams({ ...form, sign, sign_type: "RSA2" }).toString();
  await deliver(listensAt, { body });
}

/** A buyer of the sandbox: opens what is shown, and pays unless it is said not to. */
async function buyer(task: string): Promise<void> {
  const number = /pay_check_\w+/.exec(task)?.[0] ?? "";
  if (/NOT pay/.test(task)) return void double.scan(number);
  const trade = double.scan(number, "TRADE_SUCCESS");
  const about = {
    out_trade_no: number,
    trade_no: trade.tradeNo,
    trade_status: trade.status,
    total_amount: trade.total,
  };
  await notify({ app_id: APP_ID, notify_id: `n-${number}`, ...about });
}

const run = (mode: "precreate" | "page" = "precreate") =>
  checkOf({
    vendor: "alipay",
    config: { appId: APP_ID, ...keys, gateway: `${double.origin}/gateway.do`, mode },
    args: ["--wait", "1"],
    does: buyer,
    listensAt: (url) => {
      listensAt = url;
    },
  });

const NO_TIME = "A notification that is old is refused";

test("a vendor as its pages describe it passes every case but what Alipay cannot show", async () => {
  const results = await run();
  expect(wrongIn(results)).toEqual([]);
  expect(namesOf(results, "impossible")).toEqual([NO_TIME]);
  expect(results.length).toBeGreaterThanOrEqual(20);
  expect(allPassed(results)).toBe(true);
});

test.each([
  [
    "tells a repeated refund as moved money",
    (content: Record<string, unknown>) => (content.fund_change === "N" ? { ...content, fund_change: "Y" } : content),
    "The same refund number twice refunds once",
  ],
  [
    "refunds more than is left",
    (content: Record<string, unknown>) => {
      if (content.sub_code !== "ACQ.REASON_TRADE_REFUND_FEE_ERR") return content;
      const [number, trade] = [...double.trades].find(([, { refunds }]) => refunds.size > 0) ?? [];
      return success({ out_trade_no: number, trade_no: trade?.tradeNo, fund_change: "Y" });
    },
    "More than is left is not refunded",
  ],
])("a vendor that %s fails exactly the case of it", async (_what, next, name) => {
  double.next = next;
  expect(namesOf(await run(), "failed")).toEqual([name]);
});

test("a vendor whose notifications another key has signed fails exactly that case", async () => {
  signer = other;
  const name = "Alipay's notification is taken, and refused when it is changed or another's";
  expect(namesOf(await run(), "failed")).toEqual([name]);
});

const payouts = (change = (answer: VendorAnswer, _number: string) => answer) =>
  checkOf({
    vendor: "payouts-alipay",
    config: { appId: APP_ID, ...keys, gateway: `${transfers.origin}/gateway.do` },
    args: ["--wait", "1", "--to", "buyer@sandbox.com", "--holder", "沙箱买家"],
    does: () => {},
    listensAt: (url) => {
      listensAt = url;
      // Alipay tells of each transfer that it has made.
      transfers.around = (call, vendor) => {
        const biz = JSON.parse(new URLSearchParams(call.body).get("biz_content") ?? "{}") as Record<string, string>;
        const answer = change(vendor(call), biz.out_biz_no ?? "");
        const isMade = call.url.searchParams.get("method")?.endsWith("transfer") && answer.body.includes("SUCCESS");
        const order = { out_biz_no: biz.out_biz_no, order_id: "1", status: "SUCCESS", trans_amount: biz.trans_amount };
        const about = { app_id: APP_ID, notify_id: `n-${biz.out_biz_no}`, biz_content: JSON.stringify(order) };
        if (isMade) void notify({ ...about, msg_method: "alipay.fund.trans.order.changed" });
        return answer;
      };
    },
  });

test("payouts of a vendor as its pages describe it pass every case but what the sandbox cannot show", async () => {
  const results = await payouts();
  expect(wrongIn(results)).toEqual([]);
  expect(namesOf(results, "impossible")).toEqual(["A payout that comes back is told as a return", NO_TIME]);
});

test("a vendor that pays whoever it is, whatever their name, fails exactly that case", async () => {
  const results = await payouts((answer, number) => {
    if (!answer.body.includes("PAYEE_USER_INFO_ERROR")) return answer;
    const paid = success({ out_biz_no: number, order_id: "1", status: "SUCCESS" });
    return { ...answer, body: signedAnswer("alipay.fund.trans.uni.transfer", paid, alipay.privateKey) };
  });
  expect(namesOf(results, "failed")).toEqual(["A payee with another name is declined"]);
});
