import type { WebhookSender } from "../../core/events/domain/webhook-sender.ts";
import { httpSender } from "../../core/events/sender/http-sender.ts";
import { clock } from "./runtime.ts";
import { webhookRules } from "./webhook-rules.ts";

/** Webhooks to merchants' servers, wherever these may be. Call it while the module loads. */
export function webhookSender(): WebhookSender {
  return httpSender({ rules: webhookRules(), clock });
}
