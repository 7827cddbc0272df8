import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import type { Withdrawal } from "../../../../core/withdrawals/domain/withdrawal.ts";
import { cancelledWrites, confirmedWrites } from "../../../../core/withdrawals/services/withdrawal-ends.ts";
import { expire } from "../../../../core/withdrawals/services/withdrawal-expiry.ts";
import { endWithdrawal } from "../../../../core/withdrawals/store/withdrawal-end-store.ts";
import { claimWithdrawal, intendPayout, readWithdrawal } from "../../../../core/withdrawals/store/withdrawal-store.ts";
import { findViolations, type InvariantId } from "../../../../invariants/find-violations.ts";
import type { PayoutEffect, Row } from "../../../../invariants/snapshot.ts";
import { atItsTurn, makeRaceable, passTime, race } from "../../../support/races/race.ts";
import {
  type Action,
  anyOrder,
  assertRace,
  does,
  expectFound,
  type Order,
  planted,
  RUNS,
} from "../../../support/races/search.ts";
import { racersOf } from "../../redemptions/races/card-races.ts";
import { usd, WithdrawalWorld } from "../services/withdrawal-world.ts";

/** Some dozens of worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);

const FUNDS = 2400;
const DAILY_LIMIT = 2000;
/** More needs one approval, more than twice that two. */
const FREE = 300;
/** Under way when the race begins: one that may be sent, one that waits for one operator, one that waits for two. */
const OPEN = [300, 400, 700];
const NUMBERS = ["W-1", "W-2", "W-3", "W-4"];
const { approvalMs, leaseMs } = LIMITS.demo.withdrawal;
/** Those that tell about withdrawals. */
const RULES: readonly InvariantId[] = ["I8", "I12", "I13", "I24", "I25", "I26"];

type WithdrawalAction = Action &
  (
    | { do: "try"; number: string; amount: number }
    | { do: "cancel"; number: string }
    | { do: "approve" | "reject"; number: string; keyId: string }
    | { do: "expire"; number: string }
    | { do: "send"; number: string; isPaid: boolean }
    | { do: "pass"; ms: number }
  );

const keyId = fc.constantFrom("OP-1", "OP-2");
const actionsOn = (...numbers: string[]) => {
  const number = fc.constantFrom(...numbers);
  return {
    try: does("try", { number, amount: fc.constantFrom(FREE, 500, 900) }, 4),
    cancel: does("cancel", { number }, 2),
    approve: does("approve", { number, keyId }, 4),
    reject: does("reject", { number, keyId }),
    expire: does("expire", { number }, 2),
    send: does("send", { number, isPaid: fc.boolean() }, 2),
    pass: does("pass", { ms: fc.constantFrom(leaseMs + 1, approvalMs) }),
  };
};
const ALL = Object.values(actionsOn(...NUMBERS));
/** Only these, of one withdrawal: a fault that few of all races would meet. */
const only = (number: string, ...kinds: WithdrawalAction["do"][]) => kinds.map((kind) => actionsOn(number)[kind]);

const withdrawals = (actions: fc.WeightedArbitrary<WithdrawalAction>[], omit: string[] = []) =>
  fc.asyncProperty(
    anyOrder(),
    fc.array(fc.oneof(...actions), { minLength: 1, maxLength: 7 }),
    fc.nat(),
    async (order, racing, luck) => {
      const bank = await WithdrawalWorld.create({ funds: FUNDS, omit: new Set(omit) });
      try {
        makeRaceable(bank.deps, luck);
        await raceOfWithdrawals(bank, order, racing);
      } finally {
        await bank.world.drop();
      }
    },
  );

async function raceOfWithdrawals(
  bank: WithdrawalWorld,
  order: Order,
  racing: readonly WithdrawalAction[],
): Promise<void> {
  const destinationId = await bank.destination();
  const approvals = [
    { above: usd(FREE), count: 1 as const },
    { above: usd(2 * FREE), count: 2 as const },
  ];
  await bank.policy({ approvals, dailyLimit: usd(DAILY_LIMIT) });
  const ids = new Map<string, string>();
  const effects: PayoutEffect[] = [];
  for (const [index, amount] of OPEN.entries()) {
    const { withdrawalId, withdrawalNo } = await bank.tried({
      destinationId,
      withdrawalNo: NUMBERS[index] ?? "",
      amount: usd(amount),
    });
    ids.set(withdrawalNo, withdrawalId);
  }
  const act = async (action: WithdrawalAction): Promise<unknown> => {
    if (action.do === "pass") return passTime(bank.world, action.ms);
    if (action.do === "cancel") return bank.cancel(action.number);
    if (action.do === "try") {
      const input = { withdrawalNo: action.number, amount: usd(action.amount), destinationId };
      const { body } = await bank.try(input);
      const { withdrawalId } = body as { withdrawalId?: string };
      if (withdrawalId) ids.set(action.number, withdrawalId);
      return;
    }
    const withdrawalId = ids.get(action.number) ?? ids.get("W-1") ?? "";
    if (action.do === "approve") return bank.approve(withdrawalId, action.keyId);
    if (action.do === "reject") return bank.reject(withdrawalId, action.keyId);
    const seen = await readWithdrawal(bank.deps.tables, { tenantId: "acme", withdrawalId });
    if (!seen) return;
    if (action.do === "send") return send(bank, seen, action.isPaid ? effects : undefined);
    return expire(bank.deps, seen, bank.world.nowMs);
  };
  await race(order.scheduler, racersOf(racing, act));
  await expectSound(bank, effects);
}

/** What a worker does with one that may be sent; `paid`: what its provider has paid, which declines without. */
async function send(bank: WithdrawalWorld, seen: Withdrawal, paid: PayoutEffect[] | undefined): Promise<void> {
  if (seen.state !== "TRIED") return;
  const { tables } = bank.deps;
  const { nowMs } = bank.world;
  const until = nowMs + leaseMs;
  const claimed = { ...seen, epoch: seen.epoch + 1 };
  const claim = await tables.write(claimWithdrawal(seen, { leaseUntil: until, dueAt: until }, nowMs));
  if (!claim.committed) return;
  const intent = intendPayout(claimed, { firstSentAt: nowMs, lastSentAt: nowMs }, nowMs, {
    timeMs: nowMs,
    settledBeforeMs: 0,
    keptSinceMs: 0,
  });
  if (!(await tables.write(intent)).committed) return;
  const { withdrawalId, amount } = seen;
  const effect = { ...amount, kind: "payout", withdrawalId, providerKey: withdrawalId } as const;
  await atItsTurn("pay", async () => paid?.push(effect));
  const end = endWithdrawal(claimed, paid ? "confirm" : "decline", {}, nowMs);
  await tables.transact([end, ...(paid ? confirmedWrites(bank.deps, seen, nowMs) : cancelledWrites(seen))]);
}

async function expectSound(bank: WithdrawalWorld, payouts: PayoutEffect[]): Promise<void> {
  const { client, main, transient } = bank.world.tables;
  const scan = async (TableName: string) =>
    ((await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? []) as Row[];
  const rows = await scan(main);
  const snapshot = {
    main: rows,
    transient: await scan(transient),
    announced: bank.world.announced,
    effects: { exchange: [], channel: [], payouts },
    calls: [],
  };
  const found = findViolations(snapshot).filter(({ invariant }) => RULES.includes(invariant));
  expect(found).toEqual([]);
  const all = rows.filter(({ pk, sk }) => pk.startsWith("WD#") && sk === "HEAD") as unknown as Withdrawal[];
  const sumOf = (...states: string[]) =>
    all.filter(({ state }) => states.includes(state)).reduce((sum, { amount }) => sum + amount.amount, 0);
  const frozen = sumOf("TRIED", "AWAITING_APPROVAL", "PAYING", "UNKNOWN", "NEEDS_REVIEW");
  const paid = sumOf("CONFIRMED");
  expect(await bank.wallet()).toEqual({ available: FUNDS - frozen - paid, frozen });
  const byDay = Map.groupBy(
    rows.filter(({ pk }) => pk.startsWith("WDDAY#")),
    ({ pk }) => pk,
  );
  for (const [day] of byDay.values()) expect(Number(day?.used)).toBeLessThanOrEqual(DAILY_LIMIT);
  // One message for each that may go, whoever agreed last.
  const announced = bank.world.announced.map(({ ref }) => (ref as Withdrawal).withdrawalId);
  expect(new Set(announced).size).toBe(announced.length);
}

test("in whatever order withdrawals are tried, agreed on, sent, taken back and forgotten, no money is in two places", () =>
  assertRace(withdrawals(ALL), { numRuns: 4 * RUNS }));

planted.each<[string, string[], fc.WeightedArbitrary<WithdrawalAction>[]]>([
  ["that takes what the wallet has not", ["wallet.freeze.availableCovers", "withdrawal-day.count.hasRoom"], ALL],
  ["beyond the day's limit", ["withdrawal-day.count.hasRoom"], ALL],
  ["under a number that another has", ["withdrawal-no.take.isFree"], ALL],
  ["taken back after it was sent", ["withdrawal.cancel.stateAllows"], only("W-1", "cancel", "send")],
  ["forgotten after it was sent", ["withdrawal.expire.stateAllows"], only("W-1", "expire", "send", "pass")],
  ["sent after it was taken back", ["withdrawal.pay.firstOrSettled"], only("W-1", "cancel", "send")],
  [
    "whose votes are counted by read and write",
    ["withdrawal.approve-last.approvedAsSeen", "withdrawal.approve.approvedAsSeen"],
    only("W-3", "approve"),
  ],
])("a withdrawal %s is found out", (_what, clauses, actions) =>
  // A cancel that is late enough takes others whose turns pass.
  expectFound((omit) => withdrawals(actions, omit), clauses, { racersMax: 6 }),
);
