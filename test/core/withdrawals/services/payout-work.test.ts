import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { workWithdrawal } from "../../../../core/withdrawals/services/payout-work.ts";
import { PayoutWorld } from "../../../support/payout-world.ts";
import { assertSound } from "./payout-soundness.ts";

jest.setTimeout(60_000);
let world: PayoutWorld;
beforeEach(async () => {
  world = await PayoutWorld.create();
});
afterEach(() => world.drop());

const pays = () => world.provider.calls.filter((call) => call.startsWith("pay "));

describe("a withdrawal to a sandbox account", () => {
  const ends: [account: string, state: string, sends: number, available: number, frozen: number, returned: number][] = [
    ["pd_ok", "CONFIRMED", 1, 0, 0, 0],
    ["pd_slow", "CONFIRMED", 1, 0, 0, 0],
    ["pd_500_once", "CONFIRMED", 2, 0, 0, 0],
    ["pd_timeout_then_ok", "CONFIRMED", 1, 0, 0, 0],
    ["pd_declined", "CANCELLED", 1, 1000, 0, 0],
    ["pd_timeout_then_declined", "CANCELLED", 1, 1000, 0, 0],
    ["pd_unknown_forever", "NEEDS_REVIEW", 1, 0, 1000, 0],
    ["pd_returned", "CONFIRMED", 1, 970, 0, 970],
    ["pd_twice_told", "CONFIRMED", 1, 0, 0, 0],
    ["nobody", "CANCELLED", 1, 1000, 0, 0],
  ];
  test.each(ends)("%s ends %s after %i sends", async (account, state, sends, available, frozen, returned) => {
    const withdrawal = await world.withdraw(account);
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state, sends, returned });
    expect(pays()).toEqual(Array(sends).fill(`pay ${withdrawal.withdrawalId}`));
    expect(await world.wallet()).toEqual({ available, frozen });
    expect(await world.reviews()).toEqual(state === "NEEDS_REVIEW" ? ["unknown"] : []);
    await assertSound(world);
  });

  test("goes to the account and the holder as the merchant wrote them", async () => {
    await world.withdraw("pd_ok");
    await world.settle();
    expect(world.provider.accounts).toEqual(["pd_ok", "Ada（Lovelace）"]);
  });

  test("pays out what is left after the fee, which the ledger shows", async () => {
    const { withdrawalId } = await world.withdraw("pd_ok");
    await world.settle();
    expect((await world.ledger()).map(({ kind, subjectId, postings }) => ({ kind, subjectId, postings }))).toEqual([
      {
        kind: "withdrawal-paid",
        subjectId: withdrawalId,
        postings: [
          { ledgerAccount: "payouts:sandbox", amount: 970, currency: "USD" },
          { ledgerAccount: "wallet:acme", amount: -970, currency: "USD" },
          { ledgerAccount: "platform:fees", amount: 30, currency: "USD" },
          { ledgerAccount: "wallet:acme", amount: -30, currency: "USD" },
        ],
      },
    ]);
  });

  test("is counted by its end", async () => {
    for (const account of ["pd_ok", "pd_declined", "pd_unknown_forever", "pd_returned"]) await world.withdraw(account);
    await world.settle();
    const { counts } = world.world;
    expect(counts.get("PayoutConfirmed")).toBe(2);
    expect(counts.get("PayoutDeclined")).toBe(1);
    expect(counts.get("PayoutParked")).toBe(1);
    expect(counts.get("PayoutReturned")).toBe(1);
    expect(counts.get("PayoutUnknown")).toBeGreaterThan(1);
  });
});

describe("what nobody has answered", () => {
  test("a timeout read as failure and the money given back: it stays frozen", async () => {
    const withdrawal = await world.withdraw("pd_unknown_forever");
    await world.work(withdrawal);
    expect(await world.read(withdrawal)).toMatchObject({ state: "UNKNOWN", lookups: 1 });
    expect(await world.wallet()).toEqual({ available: 0, frozen: 1000 });
  });

  test("is not sent again before the settle window of its last send is over, however often it is asked about", async () => {
    const withdrawal = await world.withdraw("pd_500_once");
    await world.work(withdrawal);
    const { lastSentAt = 0 } = (await world.read(withdrawal)) ?? {};
    for (let n = 0; n < 20 && world.world.nowMs < lastSentAt + world.limits.settleMs - 500; n++) {
      world.world.nowMs += 500;
      await world.work(withdrawal);
    }
    expect(pays()).toHaveLength(1);
    expect(world.provider.calls.filter((call) => call.startsWith("query")).length).toBeGreaterThan(1);
    await world.settle();
    expect(pays()).toHaveLength(2);
    const sent = await world.read(withdrawal);
    expect((sent?.lastSentAt ?? 0) - lastSentAt).toBeGreaterThan(world.limits.settleMs);
    await assertSound(world);
  });

  test("a fresh key for each retry: every send and every lookup of a withdrawal is under its one key, and it is paid once", async () => {
    const withdrawal = await world.withdraw("pd_500_once");
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED", sends: 2 });
    expect(new Set(world.provider.calls.map((call) => call.split(" ")[1]))).toEqual(new Set([withdrawal.withdrawalId]));
    expect(world.provider.effects.map(({ providerKey }) => providerKey)).toEqual([withdrawal.withdrawalId]);
  });

  test("the key older than the provider remembers: it is never sent again, a person decides", async () => {
    const withdrawal = await world.withdraw("pd_500_once");
    await world.work(withdrawal);
    world.world.jobs.length = 0;
    const { keyRetentionMs, settleMs, retentionMarginMs } = world.limits;
    // Within the doubt limit it may still be sent: here only the key's age stands in the way.
    Object.assign(world.limits, { ageMaxMs: 10 * keyRetentionMs.sandbox });
    world.world.nowMs += keyRetentionMs.sandbox - settleMs - retentionMarginMs;
    await world.work(withdrawal);
    expect(await world.read(withdrawal)).toMatchObject({ state: "NEEDS_REVIEW", sends: 1, reason: "not-found" });
    expect(pays()).toHaveLength(1);
    expect(await world.wallet()).toEqual({ available: 0, frozen: 1000 });
    await assertSound(world);
  });

  test("would be paid twice by a provider that has forgotten its key, and that is what the rule is for", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    await world.settle();
    world.world.nowMs += world.limits.keyRetentionMs.sandbox + 1;
    const { withdrawalId, withdrawalNo } = withdrawal;
    const net = { amount: 970, currency: "USD" };
    const call = { withdrawalId, withdrawalNo, net, account: "pd_ok", holder: "Ada（Lovelace）", timeoutMs: 1 };
    await world.provider.pay(call);
    expect(world.provider.effects).toHaveLength(2);
  });

  test("is given up after five sends", async () => {
    const withdrawal = await world.withdraw("pd_500_once", { sends: 4, state: "TRIED" });
    await world.work(withdrawal);
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state: "NEEDS_REVIEW", sends: 5 });
    expect(pays()).toHaveLength(1);
  });

  test("is nobody's doubt while it waits to be sent: its age counts from its first send", async () => {
    const day = 24 * 3_600_000;
    const createdAt = world.world.nowMs - 7 * day;
    const withdrawal = await world.withdraw("pd_timeout_then_ok", { createdAt });
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED" });
  });
});

describe("what may not be sent any more", () => {
  test("is cancelled when its time is over, and its provider hears nothing", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    world.world.nowMs = withdrawal.expiresAt;
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state: "CANCELLED", reason: "expired" });
    expect(world.provider.calls).toEqual([]);
    expect(await world.wallet()).toEqual({ available: 1000, frozen: 0 });
    await assertSound(world);
  });

  test("is not sent by a worker whose time ends between its claim and its intent", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    // Claimed, then asleep before the intent.
    const hold = world.world.holdAt(1, "before");
    const asleep = world.work(withdrawal);
    await hold.reached;
    world.world.nowMs = withdrawal.expiresAt;
    await world.work(withdrawal);
    hold.letGo();
    await asleep;
    expect(world.provider.calls).toEqual([]);
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state: "CANCELLED" });
    await assertSound(world);
  });

  test("waits while its provider cannot be called, and no send is used up", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    const { payouts } = world.deps;
    const { unusableProvider } = await import("../../../../core/withdrawals/services/unusable-provider.ts");
    Object.assign(world.deps, { payouts: { port: async () => ({ port: unusableProvider, cannotCall: true }) } });
    await world.work(withdrawal);
    expect(await world.read(withdrawal)).toMatchObject({ state: "TRIED", sends: 0 });
    Object.assign(world.deps, { payouts });
    await world.settle();
    expect(await world.read(withdrawal)).toMatchObject({ state: "CONFIRMED" });
    await assertSound(world);
  });

  test("is not on record as sent when its account does not open: in the end its amount is back", async () => {
    const withdrawal = await world.withdraw("pd_ok");
    const vault = {
      ...world.deps.vault,
      open: () => {
        throw new Error("another key");
      },
    };
    await workWithdrawal({ ...world.deps, vault } as never, withdrawal, () => 4000).catch(() => undefined);
    expect(await world.read(withdrawal)).toMatchObject({ state: "TRIED", sends: 0 });
    world.world.jobs.length = 0;
    world.world.nowMs += world.limits.lifetimeMs + 1;
    await world.work(withdrawal);
    expect(await world.read(withdrawal)).toMatchObject({ state: "CANCELLED" });
    await assertSound(world);
  });

  test("waits for its approval, whatever a message says", async () => {
    const withdrawal = await world.withdraw("pd_ok", { state: "AWAITING_APPROVAL", approvalsNeeded: 1 });
    await world.work(withdrawal);
    expect(await world.read(withdrawal)).toMatchObject({ state: "AWAITING_APPROVAL", epoch: 0 });
    expect(world.provider.calls).toEqual([]);
  });
});

test("a message of a withdrawal that does not exist, or that a newer release has moved on, is a dead letter", async () => {
  await world.work({ tenantId: "acme", withdrawalId: "wdr_acme_nothing" });
  const withdrawal = await world.withdraw("pd_ok", { state: "HELD" as never });
  await world.work(withdrawal);
  expect(world.deadLetters).toHaveLength(2);
  expect(await world.read(withdrawal)).toMatchObject({ state: "HELD", epoch: 0 });
});

test("a call that could not end in time is not made, and none is on record", async () => {
  const { workWithdrawal } = await import("../../../../core/withdrawals/services/payout-work.ts");
  const withdrawal = await world.withdraw("pd_ok");
  await workWithdrawal(world.deps, withdrawal, () => 1000);
  expect(await world.read(withdrawal)).toMatchObject({ state: "TRIED", sends: 0 });
  expect(world.provider.calls).toEqual([]);
});
