import * as z from "zod/mini";
import { PAYOUT_PROVIDERS } from "../../core/withdrawals/domain/payout-provider.ts";
import { orderNo, token } from "./shared.ts";

/** The merchant's own number of a withdrawal, unique for good. Like an order's. */
export const withdrawalNo = orderNo;
export const destinationId = token();
export const payoutProvider = z.enum(PAYOUT_PROVIDERS);

/** As its provider names it. Nobody reads it back. */
export const payoutAccount = z
  .string()
  .check(
    z.regex(/^[\x21-\x7e]{4,128}$/, "must have 4 to 128 visible ASCII characters"),
    z.meta({ description: "4 to 128 visible ASCII characters; only the last four come back, of a short one fewer" }),
  );
