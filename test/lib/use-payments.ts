import type { Caller } from "../../core/foundation/services/deps.ts";
import { relayOutbox, sweepOutbox } from "../../core/foundation/services/outbox.ts";
import { closeReview, listReviews, measureReviews } from "../../core/foundation/services/reviews.ts";
import type { OutboxRow } from "../../core/foundation/store/outbox-store.ts";
import { listEntries, listWallets } from "../../core/money/services/wallets.ts";
import type { ChannelEvent, WebhookVerifier } from "../../core/payments/domain/channel.ts";
import type { Payment } from "../../core/payments/domain/payment.ts";
import { runTask } from "../../core/payments/saga/run-task.ts";
import { cancelOrder, getOrder } from "../../core/payments/services/orders.ts";
import { cancelPayment } from "../../core/payments/services/payment-cancel.ts";
import { getPayment, getPaymentTimeline, listPayments } from "../../core/payments/services/payment-reading.ts";
import { sweepRefunds, sweepSagas, sweepWebhooks } from "../../core/payments/services/payment-sweep.ts";
import { createPayment } from "../../core/payments/services/payments.ts";
import { getRefund, listRefunds } from "../../core/payments/services/refund-reading.ts";
import { resolveRefund } from "../../core/payments/services/refund-review.ts";
import { workRefund } from "../../core/payments/services/refund-work.ts";
import { createRefund } from "../../core/payments/services/refunds.ts";
import { compensateSaga, resolveSaga, retrySaga } from "../../core/payments/services/saga-review.ts";
import { startExecution } from "../../core/payments/services/saga-start.ts";
import { getSaga, listSagas } from "../../core/payments/services/sagas.ts";
import { applyWebhook } from "../../core/payments/services/webhook-work.ts";
import { receiveWebhook } from "../../core/payments/services/webhooks.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { ChannelRows } from "../../lambdas/runtime/channel-rows.ts";
import { paymentMachine } from "../../lib/payment-machine.ts";
import { MachineRunner } from "../support/machine-runner.ts";
import { type ChargeKind, type RefundKind, ScriptedChannel } from "../support/scripted-channel.ts";
import { DUE, type World } from "../support/world.ts";
import { usePurchases } from "./use-purchases.ts";

const OPERATOR: Caller = { kind: "operator", keyId: "operator" };
const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "acme" };
const AMOUNT = { amount: 1000, currency: "USD" };
const REASON = { reason: "for its rights" };
const PAGE = { limit: 10 };
const ROUNDS_MAX = 500;

type Name =
  | "payments-api"
  | "money-api"
  | "orders-api"
  | "webhooks-api"
  | "operator-api"
  | "payment-saga"
  | "refund-worker"
  | "webhook-worker"
  | "outbox-relay"
  | "sweeper";

const VERIFIER: WebhookVerifier = {
  read({ body }) {
    const event = JSON.parse(Buffer.from(body).toString()) as ChannelEvent;
    return { kind: "unverified", claimedPaymentId: event.paymentId, verify: () => ({ kind: "event", event }) };
  },
  reply: { httpStatus: 200, contentType: "text/plain", body: "" },
};

/** Payments go their ways, each part of it as the function that it is deployed in. */
class Users {
  readonly #world: World;
  readonly #as: Record<Name, AllDeps>;
  readonly channel = new ScriptedChannel();
  readonly machine: MachineRunner;

  constructor(world: World, as: Record<Name, AllDeps>) {
    this.#world = world;
    this.#as = as;
    const machine = paymentMachine("function", world.deps.limits);
    const run = (event: Parameters<typeof runTask>[1]) => runTask(this.as("payment-saga"), event, () => 4000);
    this.machine = new MachineRunner(machine, run, () => world.nowMs);
  }

  as(name: Name): AllDeps {
    const config = { channel: "sandbox" as const, baseUrl: "https://sandbox.example", secret: "s", webhookSecrets: [] };
    const configured = { port: this.channel, config, notifyUrl: "https://api.example" };
    // It is paid through the sandbox; who has an account elsewhere is asked as the functions ask it.
    const rows = new ChannelRows({ ...this.#as[name], vault: async () => this.#world.deps.vault });
    const find = async (tenantId: string) => {
      await rows.find(tenantId, "stripe");
      return configured;
    };
    const all = async () => {
      await rows.tenants("stripe", undefined);
      return [];
    };
    const channels = { find, all, verifierOf: () => VERIFIER };
    return { ...this.#as[name], channels, executions: this.machine };
  }

  request(route: string, body: object) {
    return this.#world.request(route, body);
  }

  async pay(paymentMethod: ChargeKind, orderNo: string, orderId?: string): Promise<Payment> {
    const input = { orderNo, amount: AMOUNT, channel: "sandbox" as const, paymentMethod, orderId };
    const request = this.request("POST /v1/payments", input);
    const { body } = await createPayment(this.as("payments-api"), request, "acme", input);
    return this.payment((body as Payment).paymentId);
  }

  async payment(paymentId: string): Promise<Payment> {
    const [found] = (await this.#world.rows(`PAY#acme#${paymentId}`)) as unknown as Payment[];
    if (!found) throw new Error("there is no such payment");
    return found;
  }

  async paid({ paymentId, orderNo }: Payment, providerReference: string): Promise<void> {
    const eventId = `${paymentId}-${providerReference}`;
    await this.tell({ eventId, type: "paid", paymentId, orderNo, amount: AMOUNT, providerReference });
  }

  async tell(event: ChannelEvent): Promise<void> {
    const body = Buffer.from(JSON.stringify(event));
    await receiveWebhook(this.as("webhooks-api"), "sandbox", { headers: {}, query: {}, body });
  }

  async refund({ paymentId }: Payment, amount: number): Promise<void> {
    const body = { amount: { ...AMOUNT, amount }, ...REASON };
    await createRefund(this.as("payments-api"), this.request("POST", body), OPERATOR, paymentId, body);
  }

  /** Relay, queues and executions, until nothing is left but waits. */
  async run(): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const { items } = await this.#world.scan(DUE);
      const rows = items.filter(({ pk, type }) => String(pk).startsWith("OUT#") && type !== "redemptions");
      if (rows.length > 0) await relayOutbox(this.as("outbox-relay"), rows as unknown as OutboxRow[]);
      const job = this.#world.jobs.sort((a, b) => a.at - b.at).shift();
      const execution = job ? undefined : this.machine.next(false);
      if (!job && !execution) return;
      const at = job?.job.queue === "orders" ? 0 : (job?.at ?? execution?.at ?? 0);
      this.#world.nowMs = Math.max(this.#world.nowMs, at);
      if (job) await this.#deliver(job.job);
      else if (execution) await this.machine.advance(execution);
    }
    throw new Error("work is left after all rounds");
  }

  async #deliver(job: World["jobs"][number]["job"]): Promise<void> {
    if (job.queue === "codes" || job.queue === "withdrawals") throw new Error("payments have no such jobs");
    if (job.queue === "notifications" || job.queue === "deliveries" || job.queue === "replays")
      throw new Error("payments have no such jobs");
    // The end of a reservation, whose time has not passed.
    if (job.queue === "orders") return;
    const remaining = () => 4000;
    const result =
      job.queue === "sagas"
        ? await startExecution({ executions: this.machine }, job.body)
        : job.queue === "refunds"
          ? await workRefund(this.as("refund-worker"), job.body, remaining)
          : await applyWebhook(this.as("webhook-worker"), job.body, remaining);
    if (result.kind === "again") this.#world.jobs.push({ job, at: this.#world.nowMs + result.delayMs });
  }

  async sweep(): Promise<void> {
    const sweeper = this.as("sweeper");
    await sweepOutbox(sweeper);
    await sweepSagas(sweeper);
    await sweepRefunds(sweeper);
    await sweepWebhooks(sweeper);
    await measureReviews(sweeper);
  }

  /** Messages and executions are lost; the sweeper finds what they were about. */
  async loseEverything(): Promise<void> {
    this.#world.jobs.length = 0;
    this.machine.abortAll();
    this.#world.nowMs += this.#world.deps.limits.orderExpiryMs + this.#world.deps.limits.refund.ageMaxMs;
    await this.sweep();
    await this.run();
  }
}

export async function usePayments(world: World, as: Record<Name, AllDeps>): Promise<void> {
  const users = new Users(world, as);
  await goWell(users);
  await goBack(users);
  await getLost(users);
  await beReviewed(users);
  await beParked(users);
  await usePurchases(users, world.deps);
  await beRead(users);
}

async function goWell(users: Users): Promise<void> {
  const payment = await users.pay("ok", "well");
  await users.run();
  await users.refund(payment, 100);
  await users.run();
  await users.paid(payment, "another trade");
  await users.run();
  const { paymentId } = payment;
  await users.tell({ eventId: "back", type: "refunded", paymentId, refunded: { ...AMOUNT, amount: 300 } });
  const dispute = { reference: "dp_1", status: "lost", stage: "taken" } as const;
  await users.tell({ eventId: "nobody's", type: "refunded", providerReference: "elsewhere" }).catch(() => "unverified");
  await users.tell({ eventId: "dispute", type: "disputed", paymentId, dispute, amount: { ...AMOUNT, amount: 100 } });
  await users.run();
}

async function goBack(users: Users): Promise<void> {
  const deps = users.as("payments-api");
  const first = await users.pay("late-success", "back");
  await users.run();
  await users.pay("ok", "back").catch(() => "in progress");
  await cancelPayment(deps, users.request("POST", REASON), TENANT, first.paymentId, REASON);
  await users.run();
  const second = await users.pay("action", "back", first.orderId);
  await users.run();
  await cancelOrder(users.as("orders-api"), users.request("POST", REASON), TENANT, second.orderId, REASON);
  await users.run();
  await users.paid(first, "too late");
  await users.run();
  await users.pay("declined", "back");
  await users.run();
}

async function getLost(users: Users): Promise<void> {
  const payment = await users.pay("ok", "lost");
  await users.run();
  const waiting = await users.pay("action", "waiting");
  await users.run();
  await users.paid(waiting, "in time");
  await users.refund(payment, 1);
  await users.loseEverything();
}

async function beReviewed(users: Users): Promise<void> {
  const deps = users.as("operator-api");
  const newest = async () => String((await listReviews(deps, PAGE)).items[0]?.reviewId);
  const paid = await users.pay("ok", "refund-parked");
  await users.run();
  const lost: RefundKind = "unknown-forever";
  users.channel.refunds = lost;
  for (const resolution of ["SUCCEEDED", "FAILED"] as const) {
    await users.refund(paid, 10);
    await users.run();
    const found = { resolution, ...REASON };
    await resolveRefund(deps, users.request("POST", found), OPERATOR, await newest(), found);
  }
  await users.paid(paid, "a second trade");
  await users.run();
  await closeReview(deps, users.request("POST", REASON), OPERATOR, await newest(), REASON);
}

async function beParked(users: Users): Promise<void> {
  const deps = users.as("operator-api");
  const parked = await users.pay("unknown-forever", "parked");
  await users.run();
  const { sagaId } = parked;
  await retrySaga(deps, users.request("POST", REASON), OPERATOR, sagaId, REASON);
  await users.run();
  const found = { step: "ChargePayment" as const, resolution: "FAILED" as const, ...REASON };
  await resolveSaga(deps, users.request("POST", found), OPERATOR, sagaId, found);
  await users.run();
  const other = await users.pay("unknown-forever", "parked-and-paid");
  await users.run();
  await users.paid(other, "while it was parked");
  await users.run();
  const open = await users.pay("action", "compensated");
  await users.run();
  await compensateSaga(deps, users.request("POST", REASON), OPERATOR, open.sagaId, REASON);
  await users.run();
}

async function beRead(users: Users): Promise<void> {
  const deps = users.as("payments-api");
  const { items } = await listPayments(deps, OPERATOR, PAGE);
  await listPayments(deps, TENANT, PAGE);
  await listPayments(deps, TENANT, { ...PAGE, status: "SUCCEEDED" });
  await listPayments(deps, OPERATOR, { ...PAGE, orderNo: "well" });
  const [{ paymentId, sagaId, orderId }] = items as [(typeof items)[number]];
  await getPayment(deps, TENANT, paymentId);
  await getPaymentTimeline(deps, TENANT, paymentId);
  await getOrder(users.as("orders-api"), TENANT, orderId);
  const refunded = (await listPayments(deps, TENANT, { ...PAGE, orderNo: "well" })).items[0]?.paymentId ?? "";
  const [refund] = (await listRefunds(deps, TENANT, refunded, PAGE)).items;
  await getRefund(deps, TENANT, refund?.refundId ?? "");
  await listWallets(users.as("money-api"), TENANT, {});
  await listEntries(users.as("money-api"), TENANT, AMOUNT.currency, PAGE);
  const operator = users.as("operator-api");
  for (const whose of [{}, { tenantId: "acme" }])
    for (const by of [{}, { status: "COMPLETED" as const }])
      await listSagas(operator, OPERATOR, { ...PAGE, ...whose, ...by });
  await listSagas(operator, OPERATOR, { ...PAGE, paymentId });
  await getSaga(operator, OPERATOR, sagaId);
}
