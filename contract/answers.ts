import { ACCESS_ANSWERS } from "./answers/access.ts";
import { CODE_ANSWERS } from "./answers/codes.ts";
import { EVENT_ANSWERS } from "./answers/events.ts";
import { JOB_ANSWERS } from "./answers/jobs.ts";
import { MONEY_ANSWERS } from "./answers/money.ts";
import { NOTIFICATION_ANSWERS } from "./answers/notifications.ts";
import { ORDER_ANSWERS } from "./answers/orders.ts";
import { PAYMENT_ANSWERS } from "./answers/payments.ts";
import { PLATFORM_ANSWERS } from "./answers/platform.ts";
import { PRIVACY_ANSWERS } from "./answers/privacy.ts";
import { REDEMPTION_ANSWERS } from "./answers/redemptions.ts";
import { SANDBOX_ANSWERS } from "./answers/sandbox.ts";
import { WITHDRAWAL_ANSWERS } from "./answers/withdrawals.ts";

/**
 * The shape of every answer, by the name that the OpenAPI document gives it: no view has a field that does not stand here. What
 * runs imports types of it only: an answer is not checked before it is sent, but in every test that gets one.
 */
export const ANSWERS = {
  ...PLATFORM_ANSWERS,
  ...ACCESS_ANSWERS,
  ...REDEMPTION_ANSWERS,
  ...CODE_ANSWERS,
  ...ORDER_ANSWERS,
  ...PAYMENT_ANSWERS,
  ...WITHDRAWAL_ANSWERS,
  ...NOTIFICATION_ANSWERS,
  ...MONEY_ANSWERS,
  ...EVENT_ANSWERS,
  ...JOB_ANSWERS,
  ...PRIVACY_ANSWERS,
  ...SANDBOX_ANSWERS,
};

export type AnswerName = keyof typeof ANSWERS;
