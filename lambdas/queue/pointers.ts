/** What a message between our own functions may be: pointers, and nothing else. */

import * as z from "zod/mini";
import { TENANT_ID } from "../../core/foundation/domain/ids.ts";
import type { JobBodies, JobQueue } from "../../core/foundation/domain/jobs.ts";
import { CHANNELS } from "../../core/payments/domain/channel.ts";
import { PAYOUT_PROVIDERS, payoutChannelOf } from "../../core/withdrawals/domain/payout-provider.ts";

const tenantId = z.string().check(z.regex(TENANT_ID));
const id = z.string().check(z.minLength(1), z.maxLength(128));

export const POINTERS: { [Queue in JobQueue]: z.ZodMiniType<JobBodies[Queue]> } = {
  redemptions: z.strictObject({ tenantId, redemptionId: id }),
  sagas: z.strictObject({ tenantId, sagaId: id, executionName: id, stopName: z.exactOptional(id) }),
  refunds: z.strictObject({ tenantId, paymentId: id, refundId: id }),
  // The event's id is a vendor's own.
  webhooks: z.strictObject({
    tenantId,
    channel: z.enum([...CHANNELS, ...PAYOUT_PROVIDERS.map(payoutChannelOf)]),
    eventId: z.string().check(z.minLength(1), z.maxLength(512)),
  }),
  codes: z.strictObject({ tenantId, jobId: id }),
  withdrawals: z.strictObject({ tenantId, withdrawalId: id }),
  orders: z.strictObject({ tenantId, orderId: id }),
  notifications: z.strictObject({ tenantId, notificationId: id }),
  deliveries: z.strictObject({ tenantId, deliveryId: id, eventId: id, webhookEndpointId: id }),
  replays: z.strictObject({ tenantId, jobId: id }),
};
