import type { UrlRules } from "../../core/events/domain/webhook-url.ts";
import { environment, optionalEnvironment } from "./runtime.ts";

/** Where webhooks may go from this deployment. Call it while the module loads. */
export function webhookRules(): UrlRules {
  const { API_URL } = environment("API_URL");
  const { WEBHOOK_ALLOW } = optionalEnvironment("WEBHOOK_ALLOW") ?? {};
  return { ownUrl: API_URL, allow: WEBHOOK_ALLOW?.split(",") ?? [] };
}
