import type { DeliveryDeps } from "../../core/events/services/delivery-deps.ts";
import type { EndpointDeps } from "../../core/events/services/deps.ts";
import type { JobDeps } from "../../core/foundation/services/deps.ts";
import type { SenderDeps } from "../../core/notifications/services/deps.ts";
import type { SagaDeps } from "../../core/payments/services/deps.ts";
import type { ExchangeDeps } from "../../core/redemptions/services/deps.ts";
import type { PayoutDeps, PayoutWebhookDeps } from "../../core/withdrawals/services/deps.ts";

/** What all functions together are given: for those who play them all, in worlds, tests and benches. */
export type AllDeps = JobDeps &
  EndpointDeps &
  DeliveryDeps &
  ExchangeDeps &
  SagaDeps &
  PayoutDeps &
  PayoutWebhookDeps &
  SenderDeps;
