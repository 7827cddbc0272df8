import type { Job } from "../../core/foundation/domain/jobs.ts";
import { sweepOutbox } from "../../core/foundation/services/outbox.ts";
import { announce } from "../../core/foundation/store/outbox-store.ts";
import type { LedgerEntry } from "../../core/money/domain/ledger.ts";
import { creditWallet, freeze, type Wallet } from "../../core/money/store/wallet-store.ts";
import { sweepWebhooks } from "../../core/payments/services/payment-sweep.ts";
import type { PayoutDestination } from "../../core/withdrawals/domain/payout-destination.ts";
import type { PayoutEvent, PayoutProvider, PayoutVerifier } from "../../core/withdrawals/domain/payout-provider.ts";
import type { Withdrawal } from "../../core/withdrawals/domain/withdrawal.ts";
import type { Payouts, PayoutWebhookDeps, PayoutWebhooks } from "../../core/withdrawals/services/deps.ts";
import { receivePayoutWebhook } from "../../core/withdrawals/services/payout-webhooks.ts";
import { workWithdrawal } from "../../core/withdrawals/services/payout-work.ts";
import { sealAccount } from "../../core/withdrawals/services/sealed-account.ts";
import { sweepWithdrawals } from "../../core/withdrawals/services/withdrawal-sweep.ts";
import { countDay } from "../../core/withdrawals/store/day-store.ts";
import { createDestination } from "../../core/withdrawals/store/destination-store.ts";
import { readWithdrawal, tryWithdrawal } from "../../core/withdrawals/store/withdrawal-store.ts";
import { applyReceived } from "../../lambdas/queue/apply-received.ts";
import { PayoutsInMemory } from "../../sandbox/payouts/in-memory.ts";
import { behaviourOf, type Notice, referenceOf, returnReferenceOf } from "../../sandbox/payouts/rules.ts";
import { Crash, DUE, World, type WorldOptions } from "./world.ts";

const TENANT = "acme";
const SECOND_MS = 1000;

/** The provider's own rules, and a script for its answers: it remembers money, whoever crashes on our side. */
export class ScriptedPayouts extends PayoutsInMemory {
  /** `<call> <key>` of each call, in order. */
  readonly calls: string[] = [];
  /** Webhooks that are on their way. */
  readonly notices: Notice[] = [];
  /** The accounts that it was told, as the merchant wrote them. */
  readonly accounts: (string | undefined)[] = [];

  constructor(clock: () => number, keyRetentionMs: number) {
    super({ behaviourOf, keyRetentionMs }, clock);
  }

  override pay(call: Parameters<PayoutProvider["pay"]>[0]) {
    this.calls.push(`pay ${call.withdrawalId}`);
    this.accounts.push(call.account, call.holder);
    return super.pay(call);
  }

  override query(ref: Parameters<PayoutProvider["query"]>[0]) {
    this.calls.push(`query ${ref.withdrawalId}`);
    return super.query(ref);
  }

  protected override onTold(notices: readonly Notice[]): void {
    this.notices.push(...notices);
  }
}

/** Signed by a word: what verifies real bytes has its own tests. */
const VERIFIER: PayoutVerifier = {
  verify: ({ headers, body }) =>
    headers.signature === "genuine"
      ? { kind: "event", event: JSON.parse(Buffer.from(body).toString()) as PayoutEvent }
      : { kind: "refused", httpStatus: 401, why: "signature" },
  reply: { httpStatus: 200, contentType: "text/plain", body: "received" },
};

/** Payouts over the real engine, with a clock, a provider and a queue that tests hold in their hands. */
export class PayoutWorld {
  readonly world: World;
  readonly provider: ScriptedPayouts;
  /** What became an error of ours: a dead letter. */
  readonly deadLetters: unknown[] = [];
  #made = 0;

  constructor(world: World) {
    this.world = world;
    const provider = new ScriptedPayouts(() => world.nowMs, world.deps.limits.withdrawal.keyRetentionMs.sandbox);
    this.provider = provider;
    const port: PayoutProvider = {
      pay: (call) => world.step("pay", () => provider.pay(call)),
      query: (ref) => world.step("query", () => provider.query(ref)),
    };
    const payouts: Payouts = { port: async () => ({ port }) };
    const payoutWebhooks: PayoutWebhooks = {
      configOf: async () => ({ provider: "sandbox", baseUrl: "", secret: "", webhookSecrets: [] }),
      verifierOf: () => VERIFIER,
    };
    Object.assign(world.deps, { payouts, payoutWebhooks });
  }

  static async create(options: WorldOptions = {}): Promise<PayoutWorld> {
    return new PayoutWorld(await World.create(options));
  }

  drop(): Promise<void> {
    return this.world.drop();
  }

  get deps() {
    return this.world.deps;
  }

  get limits() {
    return this.deps.limits.withdrawal;
  }

  /** A withdrawal that may be sent: its amount is frozen, its message announced. */
  async withdraw(account: string, change: Partial<Withdrawal> = {}): Promise<Withdrawal> {
    const nowMs = this.world.nowMs;
    const n = ++this.#made;
    const unique = this.deps.random.ulid(nowMs);
    const destinationId = `dst_${TENANT}_${unique}`;
    const withdrawal: Withdrawal = {
      ...{ tenantId: TENANT, withdrawalId: `wdr_${TENANT}_${unique}`, withdrawalNo: `W-${n}`, destinationId },
      ...{ provider: "sandbox", amount: { amount: 1000, currency: "USD" }, fee: 30, state: "TRIED" },
      ...{
        approvalsNeeded: 0,
        approved: 0,
        approvals: [],
        day: "2026-03-01",
        expiresAt: nowMs + this.limits.lifetimeMs,
      },
      ...{ epoch: 0, sends: 0, lookups: 0, returned: 0, keyId: "MERCHANT", createdAt: nowMs, updatedAt: nowMs },
      ...{ stateSk: unique },
      ...change,
    } as Withdrawal;
    const { amount } = withdrawal;
    const sealed = sealAccount(this.deps.vault, destinationId, { account, holder: "Ada（Lovelace）" });
    const destination: PayoutDestination = {
      ...{ tenantId: TENANT, destinationId, provider: "sandbox", sealed, last4: account.slice(-4), usableFrom: nowMs },
      ...{ createdAt: nowMs, updatedAt: nowMs, stateSk: unique },
    };
    const ref = { tenantId: TENANT, withdrawalId: withdrawal.withdrawalId };
    await this.deps.tables.transact([creditWallet(TENANT, amount.currency, amount.amount)]);
    await this.deps.tables.transact([
      freeze(TENANT, amount.currency, amount.amount),
      countDay(withdrawal, undefined),
      createDestination(destination),
      tryWithdrawal(withdrawal, nowMs + this.deps.limits.sweepGraceMs),
      announce({ queue: "withdrawals", body: ref }, ref.withdrawalId, unique, nowMs),
    ]);
    return withdrawal;
  }

  read(ref: Pick<Withdrawal, "tenantId" | "withdrawalId">): Promise<Withdrawal | undefined> {
    return readWithdrawal(this.deps.tables, ref);
  }

  /** One message, now: whoever works on it may die, and the message comes back. */
  async deliver(job: Job): Promise<void> {
    const remaining = () => this.limits.timeoutSeconds * SECOND_MS;
    try {
      const result =
        job.queue === "withdrawals"
          ? await workWithdrawal(this.deps, job.body, remaining)
          : await applyReceived(this.deps, job.body as Extract<Job, { queue: "webhooks" }>["body"], remaining);
      if (result.kind === "again") this.world.jobs.push({ job, at: this.world.nowMs + result.delayMs } as never);
    } catch (error) {
      if (error instanceof Crash) {
        this.world.revive();
        this.world.jobs.push({ job, at: this.world.nowMs + 6 * this.limits.timeoutSeconds * SECOND_MS } as never);
      } else this.deadLetters.push(error);
    }
  }

  work(ref: Pick<Withdrawal, "tenantId" | "withdrawalId">): Promise<void> {
    const { tenantId, withdrawalId } = ref;
    return this.deliver({ queue: "withdrawals", body: { tenantId, withdrawalId } });
  }

  tell(event: PayoutEvent, signature = "genuine", deps: PayoutWebhookDeps = this.deps) {
    const body = Buffer.from(JSON.stringify(event));
    return receivePayoutWebhook(deps, "sandbox", { headers: { signature }, body });
  }

  /** What its provider would say. */
  event(withdrawal: Withdrawal, type: "paid" | "returned" | "failed", change: object = {}): PayoutEvent {
    const { withdrawalId } = withdrawal;
    const net = { amount: withdrawal.amount.amount - withdrawal.fee, currency: withdrawal.amount.currency };
    const about = { eventId: `evt-${type}-${withdrawalId}`, withdrawalId };
    const providerReference = referenceOf({ withdrawalId, paid: 1 });
    const told = {
      paid: { amount: net },
      failed: { reason: "refused" },
      returned: { returns: [{ reference: returnReferenceOf({ withdrawalId }), amount: net }] },
    };
    return { ...about, providerReference, type, ...told[type], ...change } as PayoutEvent;
  }

  /** Relay, queues, sweeps and webhooks run and time passes, until nothing is under way any more. */
  async settle(roundsMax = 300): Promise<void> {
    for (let round = 0; round < roundsMax; round++) {
      const job = this.world.jobs.sort((a, b) => a.at - b.at)[0];
      const notice = this.provider.notices.sort((a, b) => a.dueAt - b.dueAt)[0];
      const dueAt = await this.#nextDue();
      const next = Math.min(job?.at ?? Infinity, notice?.dueAt ?? Infinity, dueAt ?? Infinity);
      if (next === Infinity) return;
      this.world.nowMs = Math.max(this.world.nowMs, next);
      if (notice && notice.dueAt === next) {
        this.provider.notices.shift();
        await this.#pass(notice);
      } else if (job && job.at === next) {
        this.world.jobs.shift();
        await this.deliver(job.job as Job);
      } else {
        await sweepOutbox(this.deps);
        await sweepWithdrawals(this.deps);
        await sweepWebhooks(this.deps);
      }
    }
    throw new Error("work is left after all rounds");
  }

  async #pass({ eventId, type, payout }: Notice): Promise<void> {
    const seen = await this.read({ tenantId: TENANT, withdrawalId: payout.withdrawalId });
    if (seen) await this.tell(this.event(seen, type === "payout.paid" ? "paid" : "returned", { eventId }));
  }

  async #nextDue(): Promise<number | undefined> {
    const due = (await this.world.scan(DUE)).items;
    return due.length === 0 ? undefined : Math.min(...due.map(({ dueAt }) => Number(dueAt)));
  }

  async wallet(): Promise<Pick<Wallet, "available" | "frozen">> {
    const [row] = await this.world.rows("WALLET#");
    return { available: Number(row?.available), frozen: Number(row?.frozen) };
  }

  async ledger(): Promise<LedgerEntry[]> {
    return (await this.world.rows("LEDGER#")) as unknown as LedgerEntry[];
  }

  /** What wait for a person, by their words. */
  async reviews(): Promise<string[]> {
    const rows = await this.world.rows("REVIEW#");
    return rows.filter(({ statePk }) => statePk !== undefined).map(({ why }) => String(why));
  }

  /** What has been counted against the day. */
  async used(): Promise<number> {
    const rows = await this.world.rows("WDDAY#");
    return rows.reduce((sum, { used }) => sum + Number(used), 0);
  }
}
