import * as z from "zod";
import { MERCHANT_STATUSES } from "../../core/access/domain/merchant.ts";
import { currency, money } from "../fields.ts";
import { listOf, time } from "./shared.ts";

const withdrawalPolicy = z.strictObject({
  currency,
  approvals: z.array(z.strictObject({ above: money, count: z.int() })),
  fee: z.strictObject({ fixed: money.nullable(), basisPoints: z.int() }).nullable(),
  dailyLimit: money.nullable(),
  coolingSeconds: z.int(),
});

const merchant = z.strictObject({
  merchantId: z.string(),
  /** Of a merchant whose first key was made from the command line, null. */
  name: z.string().nullable(),
  country: z.string().nullable(),
  status: z.enum(MERCHANT_STATUSES),
  withdrawalPolicies: z.array(withdrawalPolicy).meta({ description: "One for each currency that has one" }),
  createdAt: time,
  updatedAt: time,
});
export type MerchantView = z.infer<typeof merchant>;

export const ACCESS_ANSWERS = {
  Merchant: merchant,
  MerchantList: listOf(merchant),
};
