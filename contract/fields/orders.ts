import * as z from "zod/mini";
import { PERIOD_UNITS } from "../../core/orders/domain/period.ts";
import { token } from "./shared.ts";

export const offerId = token();

export const period = z
  .strictObject({ unit: z.enum(PERIOD_UNITS), count: z.int().check(z.gte(1), z.lte(120)) })
  .check(z.meta({ id: "Period", description: "Months and years are the calendar's, in UTC" }));

export const stock = z.int().check(z.gte(0), z.lte(10 ** 9));
