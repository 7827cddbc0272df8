import type { Job } from "../../core/foundation/domain/jobs.ts";
import type { Answer } from "../../core/foundation/services/deps.ts";
import { sweepOutbox } from "../../core/foundation/services/outbox.ts";
import { type Notification, notificationIdOf } from "../../core/notifications/domain/notification.ts";
import type { NotificationSender } from "../../core/notifications/domain/sender.ts";
import type { Senders } from "../../core/notifications/services/deps.ts";
import { submitNotificationBatch } from "../../core/notifications/services/notification-batches.ts";
import type { AskedItem } from "../../core/notifications/services/notification-item.ts";
import { sweepNotifications } from "../../core/notifications/services/notification-sweep.ts";
import { workNotification } from "../../core/notifications/services/notification-work.ts";
import { submitNotification } from "../../core/notifications/services/notifications.ts";
import { createTemplate } from "../../core/notifications/services/templates.ts";
import { readNotification } from "../../core/notifications/store/notification-store.ts";
import { SenderInMemory, sentBy } from "../../sandbox/notifications/in-memory.ts";
import { Crash, DUE, World, type WorldOptions } from "./world.ts";

const TENANT = "acme";
const SECOND_MS = 1000;
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
type Body = any;

/** Notifications over the real engine, with a clock, a sender and a queue that tests hold in their hands. */
export class NotificationWorld {
  readonly world: World;
  readonly sender: SenderInMemory;
  templateId = "";

  private constructor(world: World) {
    this.world = world;
    const sender = new SenderInMemory(world.deps.limits.notification, () => world.nowMs);
    this.sender = sender;
    const port: NotificationSender = {
      send: (call) => world.step("send", () => sender.send(call)),
      query: (ref) => world.step("query", () => sender.query(ref)),
    };
    this.sendBy(sentBy(port));
  }

  static async create(options: WorldOptions = {}): Promise<NotificationWorld> {
    const made = new NotificationWorld(await World.create(options));
    made.templateId = await made.template({ channel: "email", subject: "Your code", body: "It is {{code}}." });
    return made;
  }

  sendBy(senders: Senders): void {
    Object.assign(this.world.deps, { senders });
  }

  async template(wording: { channel: "email" | "sms"; subject?: string; body: string }): Promise<string> {
    const body = { name: "A template", ...wording };
    const made = await createTemplate(this.world.deps, this.world.request("POST tpl", body), TENANT, body);
    return (made.body as Body).templateId;
  }

  item(key: string, local = "ok", params = { code: "7" }): AskedItem {
    return { key, templateId: this.templateId, receiver: `${local}@shop.example`, params };
  }

  submit(item: AskedItem, idempotencyKey?: string): Promise<Answer> {
    const request = this.world.request("POST /v1/notifications", item, idempotencyKey);
    return submitNotification(this.world.deps, request, TENANT, item);
  }

  async batch(
    batchId: string,
    items: AskedItem[],
    mode: "partial" | "atomic" = "partial",
    idempotencyKey?: string,
  ): Promise<{ httpStatus: number; body: Body }> {
    const body = { batchId, mode, items };
    const request = this.world.request("POST /v1/notification-batches", body, idempotencyKey);
    return submitNotificationBatch(this.world.deps, request, TENANT, body);
  }

  read(key: string): Promise<Notification | undefined> {
    return readNotification(this.world.deps.tables, {
      tenantId: TENANT,
      notificationId: notificationIdOf(TENANT, key),
    });
  }

  /** What has reached its receiver, by the merchant's keys. */
  effectsOf(key: string): number {
    return this.sender.effects.filter((effect) => effect.key === key).length;
  }

  /** One message, now: whoever works on it may die, and the message comes back. */
  async deliver(job: Job): Promise<void> {
    if (job.queue !== "notifications") throw new Error("notifications have no such jobs");
    const { limits } = this.world.deps;
    const remaining = () => limits.notification.timeoutSeconds * SECOND_MS;
    try {
      const result = await workNotification(this.world.deps, job.body, remaining);
      if (result.kind === "again") this.world.jobs.push({ job, at: this.world.nowMs + result.delayMs });
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.world.revive();
      this.world.jobs.push({ job, at: this.world.nowMs + 6 * remaining() });
    }
  }

  work(key: string): Promise<void> {
    const body = { tenantId: TENANT, notificationId: notificationIdOf(TENANT, key) };
    return this.deliver({ queue: "notifications", body });
  }

  /** Relay, queues and sweeps run and time passes, until nothing is under way any more; whoever dies comes again. */
  async settle(roundsMax = 300): Promise<void> {
    for (let round = 0; round < roundsMax; round++) {
      const job = this.world.jobs.sort((a, b) => a.at - b.at)[0];
      const due = (await this.world.scan(DUE)).items.map(({ dueAt }) => Number(dueAt));
      const next = Math.min(job?.at ?? Infinity, ...due);
      if (next === Infinity) return;
      this.world.nowMs = Math.max(this.world.nowMs, next);
      if (job && job.at === next) {
        this.world.jobs.shift();
        await this.deliver(job.job);
        continue;
      }
      try {
        await sweepOutbox(this.world.deps);
        await sweepNotifications(this.world.deps);
      } catch (error) {
        if (!this.world.hasCrashed) throw error;
        this.world.revive();
      }
    }
    throw new Error("work is left after all rounds");
  }
}
