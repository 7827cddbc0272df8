import type { Job, SagaJob } from "../../../../core/domain/jobs.ts";
import type { PaymentTask, TaskAnswer } from "../../../../core/domain/payment-saga.ts";
import { signWebhook } from "../../../../core/domain/webhook-signature.ts";
import { sandboxWebhooks } from "../../../../core/providers/channels/sandbox-webhooks.ts";
import { sweepOutbox } from "../../../../core/services/outbox.ts";
import { runTask } from "../../../../core/services/payment-saga/run-task.ts";
import { workRefund } from "../../../../core/services/refund-work.ts";
import { applyWebhook } from "../../../../core/services/webhook-work.ts";
import { receiveWebhook } from "../../../../core/services/webhooks.ts";
import { World } from "../../../support/world.ts";
import { MemoryChannel } from "./memory-channel.ts";

const SECRET = "secret-of-the-sandbox-channel";
const TASK_MS = 4000;

/** A world in which payments move: sagas are driven as the state machine would, one after the other. */
export class PaymentWorld {
  readonly world: World;
  readonly channel: MemoryChannel;
  /** Executions that wait for a customer, by the token of their wait. */
  readonly #waiting = new Map<string, SagaJob>();

  private constructor(world: World, channel: MemoryChannel) {
    this.world = world;
    this.channel = channel;
  }

  static async create(): Promise<PaymentWorld> {
    const clock = () => world.nowMs;
    const channel = new MemoryChannel(clock);
    const config = {
      channel: "sandbox" as const,
      baseUrl: "https://channel.test",
      secret: SECRET,
      webhookSecrets: [SECRET],
    };
    const configured = { port: channel, config, notifyUrl: "https://api.test/v1/webhooks/sandbox" };
    const world: World = await World.create({
      channels: { find: async () => configured, verifierOf: () => sandboxWebhooks },
    });
    return new PaymentWorld(world, channel);
  }

  /** What the channel would send, signed. */
  async webhook(event: { eventId: string; type: string; paymentId: string; orderNo: string; amount: object }) {
    const body = Buffer.from(JSON.stringify({ providerReference: `sbx_${event.paymentId}`, ...event }));
    const signature = signWebhook(SECRET, Math.floor(this.world.nowMs / 1000), body);
    await receiveWebhook(this.world.deps, "sandbox", { headers: { "sandbox-signature": signature }, query: {}, body });
  }

  /** Everything that is under way goes on until only customers are waited for. */
  async settle(): Promise<void> {
    const { world } = this;
    for (let round = 0; round < 500; round++) {
      await sweepOutbox(world.deps);
      const next = world.jobs.sort((a, b) => a.at - b.at).shift();
      if (next) {
        world.nowMs = Math.max(world.nowMs, next.at);
        await this.#work(next.job);
        continue;
      }
      const unsent = (await world.rows("OUT#", "")).filter(({ duePk }) => duePk !== undefined);
      if (unsent.length === 0) return;
      world.nowMs = Math.max(world.nowMs, ...unsent.map(({ dueAt }) => Number(dueAt)));
    }
    throw new Error("work is left after all rounds");
  }

  async #work(job: Job): Promise<void> {
    const { world } = this;
    const { deps } = world;
    if (job.queue === "sagas") return this.#drive(job.body, "LoadSaga");
    const result =
      job.queue === "refunds" ? await workRefund(deps, job.body, () => TASK_MS) : await applyWebhook(deps, job.body);
    if (result.kind === "again") world.jobs.push({ job, at: world.nowMs + result.delayMs });
    for (const { token } of world.wakes.splice(0)) {
      const waiting = this.#waiting.get(token);
      if (waiting) await this.#drive(waiting, "ReconcilePayment");
    }
  }

  async #drive(job: SagaJob, first: PaymentTask): Promise<void> {
    const { world } = this;
    let task = first;
    for (;;) {
      const token = task === "AwaitPayment" ? { token: `${job.executionName} ${world.nowMs}` } : {};
      const answer: TaskAnswer = await runTask(world.deps, { ...job, task, ...token }, () => TASK_MS);
      if (token.token !== undefined) return void this.#waiting.set(token.token, job);
      world.nowMs += answer.waitSeconds * 1000;
      switch (answer.next) {
        case "WaitForPayment":
          task = "ReconcilePayment";
          break;
        case "WaitToCancel":
          task = "CancelCharge";
          break;
        case "Completed":
        case "Compensated":
        case "NeedsReview":
        case "Superseded":
          return;
        default:
          task = answer.next;
      }
    }
  }
}
