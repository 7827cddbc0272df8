import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { payoutEntry, returnEntry } from "../../../../core/money/domain/ledger.ts";
import { listEntries, listWallets } from "../../../../core/money/services/wallets.ts";
import { post } from "../../../../core/money/store/ledger-store.ts";
import { creditWallet } from "../../../../core/money/store/wallet-store.ts";
import { MERCHANT, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";

const OTHER = { kind: "tenant", tenantId: "globex", keyId: "OTHER" } as const;
const page = { limit: 25 };

let world: PaymentWorld;
let paymentId: string;
beforeAll(async () => {
  world = await PaymentWorld.create();
  paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
  world.world.nowMs += 1000;
  await world.refund(paymentId, 300);
  await world.settle();
  await world.refund(paymentId, 200);
});
afterAll(() => world.drop());

describe("wallets", () => {
  test("show what is there and what is reserved, in each currency that has been used", async () => {
    expect(await listWallets(world.deps, MERCHANT, {})).toEqual({
      items: [
        { currency: "USD", available: { amount: 500, currency: "USD" }, frozen: { amount: 200, currency: "USD" } },
      ],
    });
    expect(await listWallets(world.deps, OTHER, {})).toEqual({ items: [] });
  });

  test("are their owner's, and an operator says whose", async () => {
    expect((await listWallets(world.deps, OPERATOR, { merchantId: "acme" })).items).toHaveLength(1);
    await expect(listWallets(world.deps, OPERATOR, {})).rejects.toMatchObject({ code: "request-invalid" });
    await expect(listWallets(world.deps, OTHER, { merchantId: "acme" })).rejects.toMatchObject({
      errors: [{ pointer: "/query/merchantId", detail: "is for operators only" }],
    });
  });
});

describe("entries of a wallet", () => {
  test("are its ledger's postings, newest first, and add up to the balance", async () => {
    const { items, nextCursor } = await listEntries(world.deps, MERCHANT, "USD", page);
    expect(items).toMatchObject([
      { kind: "refund", direction: "debit", amount: { amount: 300, currency: "USD" } },
      { kind: "payment", direction: "credit", amount: { amount: 1000, currency: "USD" }, subjectId: paymentId },
    ]);
    expect(nextCursor).toBeNull();
    const [wallet] = await world.wallets();
    const sum = items.reduce(
      (total, { direction, amount }) => total + (direction === "credit" ? 1 : -1) * amount.amount,
      0,
    );
    expect(sum).toBe(Number(wallet?.available) + Number(wallet?.frozen));
  });

  test("come in pages, each once", async () => {
    const first = await listEntries(world.deps, MERCHANT, "USD", { limit: 1 });
    const second = await listEntries(world.deps, MERCHANT, "USD", { limit: 1, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ kind }) => kind)).toEqual(["refund", "payment"]);
    expect(second.nextCursor).toBeNull();
  });

  test("of a currency that was never used are not there", async () => {
    await expect(listEntries(world.deps, MERCHANT, "EUR", page)).rejects.toMatchObject({ code: "not-found" });
    await expect(listEntries(world.deps, OTHER, "USD", page)).rejects.toMatchObject({ code: "not-found" });
  });
});

test("a withdrawal is two entries, of what is paid out and of its fee, and never halved by a page; what comes back is one", async () => {
  const { tables } = world.deps;
  const paid = { tenantId: "globex", withdrawalId: "wdr_globex_1", provider: "sandbox", fee: 30 };
  const amount = { amount: 1000, currency: "KWD" };
  const entryId = (n: number) => String(n).padStart(26, "0");
  const at = (id: string) => ({ entryId: id, nowMs: world.world.nowMs });
  await tables.transact([
    creditWallet("globex", "KWD", 1000),
    post(payoutEntry({ ...paid, amount }, at(entryId(1)))),
    post(returnEntry(paid, { returnId: "ret_globex_1", money: { ...amount, amount: 970 } }, at(entryId(2)))),
  ]);
  const first = await listEntries(world.deps, OTHER, "KWD", { limit: 2 });
  expect(first.items).toMatchObject([
    { entryId: `${entryId(2)}.1`, kind: "return", direction: "credit", amount: { amount: 970 } },
  ]);
  const second = await listEntries(world.deps, OTHER, "KWD", { limit: 1, cursor: first.nextCursor ?? "" });
  expect(second).toMatchObject({
    items: [
      {
        entryId: `${entryId(1)}.1`,
        kind: "withdrawal",
        direction: "debit",
        amount: { amount: 970 },
        subjectId: "wdr_globex_1",
      },
      { entryId: `${entryId(1)}.2`, kind: "fee", direction: "debit", amount: { amount: 30 } },
    ],
    nextCursor: null,
  });
});
