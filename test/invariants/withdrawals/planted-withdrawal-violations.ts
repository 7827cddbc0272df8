import { withdrawalKey } from "../../../core/withdrawals/store/keys.ts";
import type { InvariantId } from "../../../invariants/find-violations.ts";
import type { PayoutEffect, Row, Snapshot } from "../../../invariants/snapshot.ts";
import { WithdrawalWorld } from "../../core/withdrawals/services/withdrawal-world.ts";
import { PayoutWorld } from "../../support/payout-world.ts";
import { World } from "../../support/world.ts";

export const NAMES = [
  "paid",
  "approved",
  "declined",
  "returned",
  "cancelled",
  "parked",
  "resolved",
  "tried",
  "waiting",
] as const;
type Name = (typeof NAMES)[number];
const FUNDS = 10_000;
/** What the wallet had before: nothing here says where it came from. */
const OPENING = {
  ...{ pk: "LEDGER#acme#opening", sk: "HEAD", tenantId: "acme", kind: "opening", subjectId: "opening" },
  postings: [
    { ledgerAccount: "wallet:acme", amount: FUNDS, currency: "USD" },
    { ledgerAccount: "opening", amount: -FUNDS, currency: "USD" },
  ],
};

export interface WithdrawalHistory {
  snapshot: Omit<Snapshot, "main"> & { main: Row[]; effects: { payouts: PayoutEffect[] } };
  ids: Record<Name, string>;
}

/** One of everything that may happen to a withdrawal, by the real services over the real engine. */
export async function withdrawalHistory(): Promise<WithdrawalHistory> {
  const world = await World.create();
  const provider = new PayoutWorld(world);
  const bank = await WithdrawalWorld.over(world, FUNDS);
  const to = async (account: string) => ({ destinationId: await bank.destination({ account }) });
  const tried = async (account: string, amount: number): Promise<string> =>
    (await bank.tried({ ...(await to(account)), amount: { amount, currency: "USD" } })).withdrawalId;
  const made: Partial<Record<Name, string>> = {
    paid: await tried("pd_ok", 100),
    declined: await tried("pd_declined", 200),
    returned: await tried("pd_returned", 300),
    parked: await tried("pd_unknown_forever", 400),
    resolved: await tried("pd_unknown_forever", 500),
  };
  const cancelled = await bank.tried({
    ...(await to("pd_ok")),
    withdrawalNo: "TAKEN-BACK",
    amount: { amount: 600, currency: "USD" },
  });
  await bank.cancel("TAKEN-BACK");
  await bank.policy({ approvals: [{ above: { amount: 650, currency: "USD" }, count: 2 }], fee: { basisPoints: 100 } });
  const approved = await tried("pd_ok", 700);
  await bank.approve(approved, "OP-1");
  await bank.approve(approved, "OP-2");
  await provider.settle();
  await bank.resolve(made.resolved ?? "", { resolution: "CONFIRMED", providerReference: "by hand" });
  const waiting = await tried("pd_ok", 800);
  await bank.approve(waiting, "OP-1");
  const last = await tried("pd_ok", 50);
  const ids = {
    ...made,
    approved,
    waiting,
    cancelled: cancelled.withdrawalId,
    tried: last,
  } as WithdrawalHistory["ids"];
  const main = [...((await world.scan()).items as Row[]), OPENING as unknown as Row];
  const effects = { exchange: [], channel: [], payouts: [...provider.provider.effects] as PayoutEffect[] };
  const snapshot = structuredClone({ main, transient: [], effects, calls: [] });
  await world.drop();
  return { snapshot, ids };
}

/** A copy, to be spoilt. */
export class SpoiltWithdrawals {
  readonly snapshot: WithdrawalHistory["snapshot"];
  readonly ids: WithdrawalHistory["ids"];

  constructor({ snapshot, ids }: WithdrawalHistory) {
    this.snapshot = structuredClone(snapshot);
    this.ids = ids;
  }

  row = (pk: string, sk = "HEAD"): Row =>
    this.snapshot.main.find((row) => row.pk.startsWith(pk) && row.sk.startsWith(sk)) as Row;
  withdrawal = (name: Name) => this.row(withdrawalKey("acme", this.ids[name]).pk);
  effect = (name: Name) =>
    this.snapshot.effects.payouts.find(({ withdrawalId }) => withdrawalId === this.ids[name]) as PayoutEffect;
  add(row: Row, name: string, by: number): void {
    row[name] = Number(row[name]) + by;
  }
  remove(row: Row): void {
    this.snapshot.main.splice(this.snapshot.main.indexOf(row), 1);
  }
}

/** What breaks each invariant that withdrawals can break. */
export const WITHDRAWAL_PLANTS: Partial<
  Record<InvariantId, [what: string, plant: (world: SpoiltWithdrawals) => void][]>
> = {
  I4: [
    ["money frozen for nothing", (w) => w.add(w.row("WALLET#acme#USD"), "frozen", 1)],
    [
      "money that a withdrawal holds and nobody has frozen",
      (w) => Object.assign(w.withdrawal("paid"), { state: "UNKNOWN" }),
    ],
    ["a payout that the wallet does not know", (w) => w.add(w.row("WALLET#acme#USD"), "available", 90)],
  ],
  I12: [
    ["one that nobody comes for", (w) => Reflect.deleteProperty(w.withdrawal("tried"), "duePk")],
    ["one due where no sweeper reads", (w) => Object.assign(w.withdrawal("tried"), { duePk: "WD#9" })],
    ["one that has ended and is due", (w) => Object.assign(w.withdrawal("paid"), { duePk: "WD#0", dueAt: 1 })],
    ["a parked one that nobody sees", (w) => Reflect.deleteProperty(w.row(`REVIEW#acme#${w.ids.parked}`), "statePk")],
  ],
  I13: [
    ["a state that nobody knows", (w) => Object.assign(w.withdrawal("paid"), { state: "LOST" })],
    ["one sent too often", (w) => Object.assign(w.withdrawal("parked"), { sends: 6 })],
    ["a number of nobody's", (w) => w.remove(w.row("WDNO#acme#TAKEN-BACK"))],
  ],
  I24: [
    ["a second payout", (w) => w.snapshot.effects.payouts.push({ ...w.effect("paid") })],
    ["a payout of another amount", (w) => Object.assign(w.effect("approved"), { amount: 700 })],
    ["a payout under another key", (w) => Object.assign(w.effect("paid"), { providerKey: "other" })],
    ["one confirmed that was never paid out", (w) => Object.assign(w.withdrawal("declined"), { state: "CONFIRMED" })],
    ["one cancelled that was paid out", (w) => Object.assign(w.withdrawal("paid"), { state: "CANCELLED" })],
    ["one confirmed without its ledger row", (w) => w.remove(w.row(`LEDGER#acme#${w.ids.paid}`))],
    ["a ledger row of another amount", (w) => w.add(w.withdrawal("approved").amount as never, "amount", 1)],
    [
      "a payout that nobody asked for",
      (w) => w.snapshot.effects.payouts.push({ ...w.effect("paid"), withdrawalId: "x" }),
    ],
    ["a return that its withdrawal does not know", (w) => Object.assign(w.withdrawal("returned"), { returned: 0 })],
    ["a return without its ledger row", (w) => w.remove(w.row("LEDGER#acme#ret_"))],
    ["a return of more than was paid", (w) => w.add(w.row("RETURN#acme#"), "amount", 1)],
    [
      "a return that the provider knows nothing of",
      (w) =>
        w.snapshot.effects.payouts.splice(
          w.snapshot.effects.payouts.findIndex(({ kind }) => kind === "return"),
          1,
        ),
    ],
  ],
  I25: [
    ["a day that has counted one too many", (w) => w.add(w.row("WDDAY#acme#USD"), "used", 1)],
    ["one taken back that its day still counts", (w) => w.add(w.row("WDDAY#acme#USD"), "used", 600)],
    ["a day that was lost", (w) => w.remove(w.row("WDDAY#acme#USD"))],
  ],
  I26: [
    ["one sent with a vote too few", (w) => w.remove(w.row(withdrawalKey("acme", w.ids.approved).pk, "APPROVAL#"))],
    ["a vote that was never given", (w) => w.add(w.withdrawal("waiting"), "approved", 1)],
    ["one let go before the last vote", (w) => Object.assign(w.withdrawal("waiting"), { state: "TRIED" })],
  ],
};
