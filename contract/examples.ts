import type { AnswerName } from "./answers.ts";
import { ACCESS_EXAMPLES } from "./examples/access.ts";
import { CODE_EXAMPLES, JOB_EXAMPLES } from "./examples/codes.ts";
import { EVENT_EXAMPLES } from "./examples/events.ts";
import { MONEY_EXAMPLES } from "./examples/money.ts";
import { NOTIFICATION_EXAMPLES } from "./examples/notifications.ts";
import { ORDER_EXAMPLES } from "./examples/orders.ts";
import { PAYMENT_EXAMPLES } from "./examples/payments.ts";
import { PLATFORM_EXAMPLES } from "./examples/platform.ts";
import { PRIVACY_EXAMPLES } from "./examples/privacy.ts";
import { REDEMPTION_EXAMPLES } from "./examples/redemptions.ts";
import { SANDBOX_EXAMPLES } from "./examples/sandbox.ts";
import type { Example } from "./examples/shared.ts";
import { WITHDRAWAL_EXAMPLES } from "./examples/withdrawals.ts";

/** One of each answer, by its name: what the OpenAPI document shows. An answer without one does not compile. */
export const EXAMPLES: { [N in AnswerName]: Example<N> } = {
  ...PLATFORM_EXAMPLES,
  ...ACCESS_EXAMPLES,
  ...REDEMPTION_EXAMPLES,
  ...CODE_EXAMPLES,
  ...ORDER_EXAMPLES,
  ...PAYMENT_EXAMPLES,
  ...WITHDRAWAL_EXAMPLES,
  ...NOTIFICATION_EXAMPLES,
  ...MONEY_EXAMPLES,
  ...EVENT_EXAMPLES,
  ...JOB_EXAMPLES,
  ...PRIVACY_EXAMPLES,
  ...SANDBOX_EXAMPLES,
};
