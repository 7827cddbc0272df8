import type { HttpFunction } from "../contract/routes.ts";
import { ACCESS_FUNCTIONS } from "./functions/access.ts";
import { CODE_FUNCTIONS } from "./functions/codes.ts";
import { EVENT_FUNCTIONS } from "./functions/events.ts";
import { MONEY_FUNCTIONS } from "./functions/money.ts";
import { NOTIFICATION_FUNCTIONS } from "./functions/notifications.ts";
import { ORDER_FUNCTIONS } from "./functions/orders.ts";
import { PAYMENT_FUNCTIONS } from "./functions/payments.ts";
import { PLATFORM_FUNCTIONS } from "./functions/platform.ts";
import { PROBE_FUNCTIONS } from "./functions/probe.ts";
import { REDEMPTION_FUNCTIONS } from "./functions/redemptions.ts";
import { SANDBOX_FUNCTIONS } from "./functions/sandbox.ts";
import { WITHDRAWAL_FUNCTIONS } from "./functions/withdrawals.ts";

export type { FunctionRow, SagaRight, SecretName, SendTarget } from "./functions/row.ts";

/** The deployed functions as data. What a function may reach decides its environment too, so that the two cannot drift. */
export const FUNCTIONS = {
  ...REDEMPTION_FUNCTIONS,
  ...CODE_FUNCTIONS,
  ...ORDER_FUNCTIONS,
  ...PAYMENT_FUNCTIONS,
  ...WITHDRAWAL_FUNCTIONS,
  ...NOTIFICATION_FUNCTIONS,
  ...MONEY_FUNCTIONS,
  ...EVENT_FUNCTIONS,
  ...ACCESS_FUNCTIONS,
  ...PLATFORM_FUNCTIONS,
  ...SANDBOX_FUNCTIONS,
  ...PROBE_FUNCTIONS,
};

export type FunctionName = keyof typeof FUNCTIONS;

/** Those of the service. The sandbox is a part of test stages only, and the probe has a stack of its own. */
export function functionNames(sandbox: boolean): FunctionName[] {
  return (Object.keys(FUNCTIONS) as FunctionName[]).filter(
    (name) => (sandbox || !isSandbox(name)) && !(name in PROBE_FUNCTIONS),
  );
}

export function isSandbox(name: string): boolean {
  return name.startsWith("sandbox-");
}

export function isHttp(name: FunctionName): name is HttpFunction {
  return name.endsWith("-api") || isSandbox(name);
}
