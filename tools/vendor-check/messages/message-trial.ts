/** One message, as a case tries it: through the sender that runs deployed. */

import { ulid } from "ulid";
import { makeId } from "../../../core/foundation/domain/ids.ts";
import type { NotificationCall, NotificationSender } from "../../../core/notifications/domain/sender.ts";
import { type Bench, CALL_TIMEOUT_MS, TENANT_ID } from "../bench.ts";
import { type Ports, Trial } from "../trial.ts";

/** `own`: as deployed. The others are the same with one thing wrong. */
export type PortName = "own" | "wrong sender" | "wrong key" | "wrong clock";

export interface MessageKit {
  ports: Ports<PortName, NotificationSender>;
  bench: Bench;
  channel: NotificationCall["channel"];
  /** Who receives, where a case names nobody. */
  receiver: string;
}

export class MessageTrial extends Trial<PortName, NotificationSender> {
  readonly #kit: MessageKit;
  readonly #notificationId: string;

  constructor(kit: MessageKit) {
    super(kit);
    this.#kit = kit;
    this.#notificationId = makeId("ntf", TENANT_ID, ulid(kit.bench.clock()));
  }

  send = (change: Partial<NotificationCall> = {}, by: PortName = "own") => {
    const { channel, receiver } = this.#kit;
    const message = { key: "check", channel, receiver, subject: "A check of Tender", body: "A check of Tender." };
    return this.port(by).send({ ...this.#ref(), ...message, ...change });
  };

  query = () => this.port("own").query(this.#ref());

  asks(task: string): Promise<object> {
    return this.personDoes(task);
  }

  #ref() {
    const notificationId = this.#notificationId;
    return { notificationId, providerKey: `${notificationId}#1`, timeoutMs: CALL_TIMEOUT_MS };
  }
}
