import { ACCESS_ERRORS } from "./errors/access.ts";
import { CODE_ERRORS } from "./errors/codes.ts";
import { EVENT_ERRORS } from "./errors/events.ts";
import { NOTIFICATION_ERRORS } from "./errors/notifications.ts";
import { ORDER_ERRORS } from "./errors/orders.ts";
import { PAYMENT_ERRORS } from "./errors/payments.ts";
import { PLATFORM_ERRORS } from "./errors/platform.ts";
import { REDEMPTION_ERRORS } from "./errors/redemptions.ts";
import type { Wait, WaitFor } from "./errors/row.ts";
import { SANDBOX_ERRORS } from "./errors/sandbox.ts";
import { WITHDRAWAL_ERRORS } from "./errors/withdrawals.ts";

export { type Again, WAITED_FOR, type Wait, type WaitFor } from "./errors/row.ts";

/**
 * Every refusal a caller can meet: code -> HTTP status, title, what sending it again comes to, what to do next. A code without a
 * row does not compile. `docs/errors.md` is written from this table.
 */
export const ERRORS = {
  ...PLATFORM_ERRORS,
  ...ACCESS_ERRORS,
  ...REDEMPTION_ERRORS,
  ...CODE_ERRORS,
  ...ORDER_ERRORS,
  ...PAYMENT_ERRORS,
  ...WITHDRAWAL_ERRORS,
  ...EVENT_ERRORS,
  ...NOTIFICATION_ERRORS,
  ...SANDBOX_ERRORS,
};

export type ErrorCode = keyof typeof ERRORS;

type CodesOf<A> = { [C in ErrorCode]: (typeof ERRORS)[C]["again"] extends A ? C : never }[ErrorCode];
export type FinalCode = CodesOf<"mend" | "never">;
export type SoonCode = CodesOf<"soon" | "soon or never">;
/** Refusals of what a request asks for, which its row alone decides. */
export type PlainCode = CodesOf<"never" | "soon or never" | Wait>;
/** Whose `again` depends on what is in the way: whoever refuses has to say it. */
export type OpenCode = CodesOf<{ oneOf: readonly WaitFor[] }>;

type WaitOf<C extends OpenCode> = { waitFor: (typeof ERRORS)[C]["again"]["oneOf"][number]; retryAfterMs?: number };

type OpenRefusal = { [C in OpenCode]: { code: C; wait: WaitOf<C> | undefined } }[OpenCode];

/** A refusal with all that its row leaves open. */
export type Refused = { code: Exclude<ErrorCode, OpenCode> } | OpenRefusal;
/** Of what a request asks for, not of the request. */
export type BusinessRefusal = { code: PlainCode } | OpenRefusal;
