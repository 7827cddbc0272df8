import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { Tables } from "../../../../core/foundation/store/table.ts";
import type { Payment, Refund } from "../../../../core/payments/domain/payment.ts";
import { acceptPayment, readWithRefunds } from "../../../../core/payments/store/payment-store.ts";
import { acceptRefund } from "../../../../core/payments/store/refund-store.ts";
import { createLightTables, type TestTables } from "../../../support/engine.ts";

let engine: TestTables;
beforeAll(async () => {
  engine = await createLightTables();
});
afterAll(() => engine.drop());

test("a payment is read with as many of its refunds as its view shows, the newest, however many it has", async () => {
  const tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
  const ref = { tenantId: "acme", paymentId: "pay-1" };
  const refundId = (n: number) => `ref-${String(n).padStart(3, "0")}`;
  const make = (n: number) => tables.transact([acceptRefund({ ...ref, refundId: refundId(n) } as Refund, n)]);
  expect(await readWithRefunds(tables, ref)).toEqual({ payment: undefined, refunds: [] });
  await tables.transact([acceptPayment({ ...ref, orderNo: "order-1" } as Payment)]);
  await make(1);
  expect(await readWithRefunds(tables, ref)).toMatchObject({ payment: ref, refunds: [{ refundId: refundId(1) }] });
  const many = CONTRACT.pageMaxItems + 2;
  for (let n = 2; n <= many; n++) await make(n);
  const { payment, refunds } = await readWithRefunds(tables, ref);
  expect(payment).toMatchObject(ref);
  expect(refunds[0]).toMatchObject({ refundId: refundId(many) });
  expect(refunds.length).toBeGreaterThanOrEqual(CONTRACT.pageMaxItems);
});
