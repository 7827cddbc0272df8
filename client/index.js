export { isCode } from "./lib/code.js";
export { TenderError, WebhookError } from "./lib/errors.js";
export { Tender } from "./lib/tender.js";
export { verifyWebhook } from "./lib/webhook.js";
