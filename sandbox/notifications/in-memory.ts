import type {
  NotificationCall,
  NotificationRef,
  NotificationSender,
  QueryOutcome,
  SendOutcome,
} from "../../core/notifications/domain/sender.ts";
import type { Senders } from "../../core/notifications/services/deps.ts";
import {
  behaviourOf,
  type Effect,
  referenceOf,
  type Sent,
  type SentState,
  send,
  stateOf,
  type Vendor,
} from "./rules.ts";

const timeout = { outcome: "unknown", reason: "timeout" } as const;

/** The sender's rules over rows in memory, behind Tender's port and without a wire: what tests play. */
export class SenderInMemory implements NotificationSender {
  readonly #effects: Effect[] = [];
  readonly messages = new Map<string, Sent>();
  readonly #vendor: Vendor;
  readonly #clock: () => number;

  constructor({ keyRetentionMs }: Pick<Vendor, "keyRetentionMs">, clock: () => number) {
    this.#vendor = { behaviourOf, keyRetentionMs };
    this.#clock = clock;
  }

  /** What has taken effect by now. */
  get effects(): readonly Effect[] {
    return this.#effects.filter(({ effectAt }) => effectAt <= this.#clock());
  }

  async send(call: NotificationCall): Promise<SendOutcome> {
    const { notificationId, providerKey, key, channel, receiver, subject, body } = call;
    const asked = { notificationId, key, channel, receiver, subject, body };
    const { answer, writes } = send(this.#vendor, this.messages.get(providerKey), providerKey, asked, this.#clock());
    if (writes) {
      this.messages.set(providerKey, writes.sent);
      this.#effects.push(...writes.effects);
    }
    switch (answer.kind) {
      case "state": {
        const told = outcomeOf(answer.state);
        return told.outcome === "not-found" || told.outcome === "untraceable" ? timeout : told;
      }
      case "key-reused":
        throw new Error(`the key ${providerKey} stands for another message`);
      case "failed":
        return { outcome: "unknown", reason: "server-error" };
      case "never-answered":
        return timeout;
    }
  }

  async query({ providerKey }: NotificationRef): Promise<QueryOutcome> {
    return outcomeOf(stateOf(this.messages.get(providerKey), this.#clock()));
  }
}

/** All messages go this way. */
export function sentBy(port: NotificationSender): Senders {
  return { nameFor: () => "sandbox", port: async () => port };
}

function outcomeOf(state: SentState): QueryOutcome {
  switch (state.status) {
    case "sent":
      return { outcome: "sent", providerReference: referenceOf(state.sent) };
    case "pending":
      return { outcome: "unknown", reason: "pending" };
    case "bounced":
      return { outcome: "failed", reason: "bounced" };
    case "not_found":
      return { outcome: "not-found" };
  }
}
