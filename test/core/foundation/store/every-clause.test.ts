import { expect, test } from "@jest/globals";
import { writesInStore } from "../../../../prove/store-writes.ts";
import { ACCESS_WRITES } from "../../access/store/access-writes.ts";
import { CODE_WRITES } from "../../codes/store/code-writes.ts";
import { DELIVERY_WRITES } from "../../events/store/delivery-writes.ts";
import { ENDPOINT_HEALTH_WRITES } from "../../events/store/endpoint-health-writes.ts";
import { ENDPOINT_WRITES } from "../../events/store/endpoint-writes.ts";
import { REPLAY_WRITES } from "../../events/store/replay-writes.ts";
import { NOTIFICATION_WRITES } from "../../notifications/store/notification-writes.ts";
import { ORDER_WRITES } from "../../orders/store/order-writes.ts";
import { CHANNEL_ACCOUNT_WRITES } from "../../payments/store/channel-account-writes.ts";
import { CHANNEL_MONEY_WRITES } from "../../payments/store/channel-money-writes.ts";
import { PAYMENT_WRITES } from "../../payments/store/payment-writes.ts";
import { SAGA_WRITES } from "../../payments/store/saga-writes.ts";
import { ACCOUNT_WRITES } from "../../redemptions/store/account-writes.ts";
import { REDEMPTION_WRITES } from "../../redemptions/store/redemption-writes.ts";
import { WITHDRAWAL_WRITES } from "../../withdrawals/store/withdrawal-writes.ts";
import { OTHER_WRITES } from "./other-writes.ts";

const CASES = [
  ...REDEMPTION_WRITES,
  ...ACCOUNT_WRITES,
  ...PAYMENT_WRITES,
  ...CHANNEL_MONEY_WRITES,
  ...CHANNEL_ACCOUNT_WRITES,
  ...SAGA_WRITES,
  ...CODE_WRITES,
  ...ORDER_WRITES,
  ...WITHDRAWAL_WRITES,
  ...NOTIFICATION_WRITES,
  ...ACCESS_WRITES,
  ...ENDPOINT_WRITES,
  ...DELIVERY_WRITES,
  ...ENDPOINT_HEALTH_WRITES,
  ...REPLAY_WRITES,
  ...OTHER_WRITES,
];

test("each named write of the store has a case, and each case a write", () => {
  const inSources = writesInStore();
  const tested = new Set(CASES.map(({ write }) => write.name));
  expect(inSources.filter(({ fits }) => ![...tested].some((name) => fits.test(name)))).toEqual([]);
  expect([...tested].filter((name) => !inSources.some(({ fits }) => fits.test(name)))).toEqual([]);
  expect(inSources.length).toBeGreaterThan(25);
});

test("each clause of each write has a row that violates it alone", () => {
  for (const { write, accepts, refuses } of CASES) {
    expect([write.name, Object.keys(refuses).sort()]).toEqual([write.name, Object.keys(write.only).sort()]);
    expect(Object.keys(accepts).length).toBeGreaterThan(0);
    for (const rows of Object.values(refuses)) expect(Object.keys(rows).length).toBeGreaterThan(0);
  }
});

test("a write that is named after its event has a case for each event", () => {
  const names = CASES.map(({ write }) => write.name);
  const events = ["claim", "reclaim", "decline", "expire", "resolve-succeeded", "resolve-failed"];
  expect(names).toEqual(expect.arrayContaining(events.map((event) => `redemption.${event}`)));
});
