import type { VaultDeps } from "../../foundation/services/deps.ts";
import type { NotificationSender, SenderName } from "../domain/sender.ts";
import type { NotificationChannel } from "../domain/template.ts";

/** For the one worker that sends. The vault opens what is to be said. */
export interface SenderDeps extends VaultDeps {
  senders: Senders;
}

export interface Senders {
  /** Who sends what goes this way now. */
  nameFor(channel: NotificationChannel): SenderName;
  port(name: SenderName): Promise<NotificationSender>;
}
