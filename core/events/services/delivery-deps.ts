import type { DeliveryJob } from "../../foundation/domain/jobs.ts";
import type { Deps, VaultDeps } from "../../foundation/services/deps.ts";
import type { Message } from "../../foundation/services/due-rows.ts";
import type { WebhookSender } from "../domain/webhook-sender.ts";

export type DeliveryMessage = Message<{ queue: "deliveries"; body: DeliveryJob }>;

/** For whoever says to whom events go. */
export interface FanOutDeps extends Deps {
  jobs: { send(messages: DeliveryMessage[]): Promise<void> };
}

/** For whoever tries deliveries. The vault opens what signs them. */
export interface DeliveryDeps extends VaultDeps {
  sender: WebhookSender;
}
