/** What a message between our own functions may be: pointers, and nothing else. */

import * as z from "zod";
import { TENANT_ID } from "../../core/foundation/domain/ids.ts";
import type { RefundJob, SagaJob, WebhookJob } from "../../core/foundation/domain/jobs.ts";
import type { RedemptionRef } from "../../core/foundation/services/deps.ts";
import { CHANNELS } from "../../core/payments/domain/channel.ts";

const tenantId = z.string().regex(TENANT_ID);
const id = z.string().min(1).max(128);

export const REDEMPTION_POINTER = z.strictObject({ tenantId, redemptionId: id }) satisfies z.ZodType<RedemptionRef>;
export const SAGA_POINTER = z.strictObject({
  tenantId,
  sagaId: id,
  executionName: id,
  stopName: id.exactOptional(),
}) satisfies z.ZodType<SagaJob>;
export const REFUND_POINTER = z.strictObject({
  tenantId,
  paymentId: id,
  refundId: id,
}) satisfies z.ZodType<RefundJob>;
export const WEBHOOK_POINTER = z.strictObject({
  tenantId,
  channel: z.enum(CHANNELS),
  // A vendor's own.
  eventId: z.string().min(1).max(512),
}) satisfies z.ZodType<WebhookJob>;
