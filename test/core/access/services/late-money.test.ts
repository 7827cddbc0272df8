/** Money that comes in for a merchant beside its close, or after it. */

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { MerchantMove } from "../../../../core/access/domain/merchant.ts";
import type { MerchantDeps } from "../../../../core/access/services/deps.ts";
import { moveMerchant } from "../../../../core/access/services/merchants.ts";
import { tenantKey } from "../../../../core/foundation/store/keys.ts";
import { put } from "../../../../core/foundation/store/write.ts";
import { creditOpenWallet, creditWallet, takeOut } from "../../../../core/money/store/wallet-store.ts";
import { merchantPorts } from "../../../../lambdas/runtime/merchant-ports.ts";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { outcomeOf } from "../../withdrawals/services/withdrawal-world.ts";

const OPERATOR = { keyId: "OPERATOR" };
let payments: PaymentWorld;
/** Its lists are behind: the payment that was accepted a moment ago is not in them yet. */
let deps: MerchantDeps;

beforeEach(async () => {
  payments = await PaymentWorld.create();
  const tenant = { ...tenantKey("acme"), tenantId: "acme", status: "ACTIVE", createdAt: 1 };
  await payments.deps.tables.write(put("test.tenant", tenant, {}));
  deps = { ...payments.deps, ...merchantPorts(payments.deps), openWorkOf: async () => undefined };
});
afterEach(() => payments.drop());

function move(event: MerchantMove, by = deps) {
  const request = payments.world.request(`POST /v1/merchants/{id}/${event}`, {});
  return moveMerchant(by, request, OPERATOR, "acme", { move: event, reason: "decided" });
}

async function seen() {
  const [tenant, wallets, reviews] = await Promise.all(
    ["TENANT#acme", "WALLET#acme#", "REVIEW#acme#"].map((prefix) => payments.world.rows(prefix, "HEAD")),
  );
  return {
    status: tenant?.[0]?.status,
    money: wallets?.map(({ available }) => available),
    watched: wallets?.map(({ isWatched = false }) => isWatched),
    reviews: reviews?.map(({ why, paymentId, statePk }) => [why, paymentId, statePk !== undefined]),
  };
}

/** Paid for once before, and all of it gone again. */
async function hadMoney(): Promise<void> {
  await deps.tables.transact([creditWallet("acme", "USD", 500)]);
  await deps.tables.transact([takeOut("acme", "USD", 500)]);
}

async function suspendAndClose(): Promise<void> {
  await move("suspend");
  await move("close");
}

describe("a payment that was accepted before its merchant was closed, and settles after it", () => {
  test.each([
    ["that has had money", hadMoney],
    ["that has had none in its currency", async () => undefined],
  ])("is booked for a merchant %s, and a person is asked in the same transaction", async (_which, before) => {
    await before();
    const paymentId = paymentIdIn(await payments.pay("ok"));
    await suspendAndClose();
    await payments.settle();
    expect(await seen()).toEqual({
      ...{ status: "CLOSED", money: [1000], watched: [true] },
      reviews: [["merchant-closed", paymentId, true]],
    });
    expect(payments.world.counts.get("ChargeParked")).toBe(1);
  });

  test("has a review of its own for each, however many there are", async () => {
    await hadMoney();
    const ids = [paymentIdIn(await payments.pay("ok")), paymentIdIn(await payments.pay("ok", { orderNo: "order-2" }))];
    await suspendAndClose();
    await payments.settle();
    expect((await seen()).reviews?.map(([, paymentId]) => paymentId).sort()).toEqual(ids.sort());
  });

  test("is seen, too, when the close comes between the look at the merchant and the credit", async () => {
    await payments.pay("ok");
    await move("suspend");
    const { tables } = payments.deps;
    const get = tables.get.bind(tables);
    let isClosed = false;
    tables.get = async (table, key) => {
      const row = await get(table, key);
      if (key.pk === "TENANT#acme" && row?.status === "SUSPENDED" && !isClosed) {
        isClosed = true;
        await move("close");
      }
      return row;
    };
    await payments.settle();
    expect(await seen()).toMatchObject({
      status: "CLOSED",
      money: [1000],
      reviews: [["merchant-closed", expect.any(String), true]],
    });
  });
});

test("a close that meets a credit after it has looked into the wallet is refused", async () => {
  await hadMoney();
  await move("suspend");
  let looks = 0;
  const racing: MerchantDeps = {
    ...deps,
    walletsOf: async (tenantId) => {
      const wallets = await deps.walletsOf(tenantId);
      if (++looks === 1) await deps.tables.transact([creditOpenWallet("acme", "USD", 700)]);
      return wallets;
    },
  };
  expect(await outcomeOf(move("close", racing))).toBe("wallet-not-empty");
  expect(await seen()).toMatchObject({ status: "SUSPENDED", money: [700], watched: [false] });
});

test("a merchant that is let in again is credited as before: the first credit looks, the next need not", async () => {
  await hadMoney();
  await suspendAndClose();
  await move("activate");
  const requestsOf = async (orderNo: string) => {
    await payments.pay("ok", { orderNo });
    const before = payments.world.requests.length;
    await payments.settle();
    return payments.world.requests.length - before;
  };
  const first = await requestsOf("order-1");
  expect(await seen()).toMatchObject({ status: "ACTIVE", money: [1000], watched: [false], reviews: [] });
  // The refused one, and the look.
  expect(first - (await requestsOf("order-2"))).toBe(2);
  expect(payments.world.counts.get("ChargeParked")).toBeUndefined();
});

test("more wallets than one transaction holds are watched all the same", async () => {
  const { RECORDED_CURRENCIES } = await import("../../../../core/foundation/domain/currencies.ts");
  const currencies = RECORDED_CURRENCIES.slice(0, 105);
  for (const currency of currencies) {
    await deps.tables.transact([creditWallet("acme", currency, 1)]);
    await deps.tables.transact([takeOut("acme", currency, 1)]);
  }
  await suspendAndClose();
  const { status, watched = [] } = await seen();
  expect([status, watched.filter(Boolean).length]).toEqual(["CLOSED", currencies.length]);
});
