import { EVENT_ROUTES } from "../../../contract/routes/events.ts";
import { isAllowedUrl } from "../../../core/events/domain/webhook-url.ts";
import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { webhookRules } from "../../runtime/webhook-rules.ts";
import { eventRoutes } from "./routes.ts";

// Secrets of endpoints are kept encrypted, in their rows and under the key that showed them.
const base = httpDeps({ cipher: true });
const rules = webhookRules();

export const handler = api(EVENT_ROUTES, eventRoutes, async () => ({
  ...(await base()),
  mayBeEndpoint: (url: string) => isAllowedUrl(url, rules),
}));
