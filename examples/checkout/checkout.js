/**
 * A shop's checkout that may be killed at any of its lines: started again with the same order it goes on where it was, and the
 * order is paid once. All that this takes: the order with the key of its payment is on disk before the API is called.
 *
 *     TENDER_API_KEY=... TENDER_URL=... node checkout.js order-1 1999 USD
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Tender, TenderError } from "@tender/client";

const { TENDER_API_KEY: apiKey = "", TENDER_URL: baseUrl = "", SHOP_ORDERS: folder = "orders" } = process.env;
const [orderNo = "", amount = "", currency = "USD"] = process.argv.slice(2);
if (!/^[\w.-]{1,64}$/.test(orderNo) || !/^[1-9]\d*$/.test(amount)) {
  console.error("Usage: node checkout.js ORDERNO AMOUNT-IN-MINOR-UNITS [CURRENCY]");
  process.exit(1);
}
const file = join(folder, `${orderNo}.json`);
const tender = new Tender({ apiKey, baseUrl });

const order = placedOrder();
if (order.paymentId === undefined) await pay();
if (order.status !== "DELIVERED") await settle();
console.log(`${order.orderNo}: ${order.status}`);

/** The order as it was placed: a second start finds the first one's key, and what it charges. */
function placedOrder() {
  mkdirSync(folder, { recursive: true });
  const known = read();
  if (known) return known;
  const placed = { orderNo, amount: { amount: Number(amount), currency }, key: crypto.randomUUID(), status: "PLACED" };
  write(placed);
  return placed;
}

async function pay() {
  /** @type {import("@tender/client").Body<"createPayment">} */
  const body = { orderNo: order.orderNo, amount: order.amount, channel: "sandbox", paymentMethod: "pm_ok" };
  try {
    const { paymentId } = await tender.payments.create(body, { idempotencyKey: order.key });
    order.paymentId = paymentId;
  } catch (error) {
    // A key is remembered for a day; the order number for good, and with it the payment that it has.
    const known = error instanceof TenderError && ["order-in-progress", "order-paid"].includes(error.code);
    if (!known) throw error;
    order.paymentId = error.problem?.paymentId;
  }
  write(order);
}

async function settle() {
  const payment = await tender.payments.waitFor(order.paymentId, {
    until: ["SUCCEEDED", "DECLINED", "CANCELLED", "NEEDS_REVIEW"],
  });
  if (payment.status === "SUCCEEDED") {
    // What delivers has to bear being asked twice: it is told which payment it is for.
    deliver(payment.paymentId);
    order.status = "DELIVERED";
  } else {
    order.status = payment.status;
  }
  write(order);
}

/** @param {string} paymentId */
function deliver(paymentId) {
  const handle = openSync(join(folder, `${orderNo}.delivered`), "w");
  writeSync(handle, paymentId);
  fsyncSync(handle);
  closeSync(handle);
}

function read() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * All of it or nothing: written beside, forced to the disk, renamed, and the folder forced too, which holds the name. Beside, it
 * has a name of its process's own: a second one at the same time would rename what is half written.
 * @param {object} what
 */
function write(what) {
  const written = `${file}.${process.pid}`;
  const handle = openSync(written, "w");
  writeSync(handle, JSON.stringify(what));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(written, file);
  const names = openSync(folder, "r");
  fsyncSync(names);
  closeSync(names);
}
