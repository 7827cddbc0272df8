import * as z from "zod/mini";
import { isCountry } from "../../core/foundation/domain/country.ts";
import { isCurrency } from "../../core/foundation/domain/currencies.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";

export const country = z
  .string()
  .check(
    z.refine(isCountry, "must be an ISO 3166 country code of two capital letters"),
    z.meta({ description: "ISO 3166-1 alpha-2", examples: ["US"] }),
  );

export const currency = z
  .string()
  .check(
    z.refine(isCurrency, "must be the ISO 4217 code of a currency that is in use, three capital letters"),
    z.meta({ description: "ISO 4217; currencies in circulation, no fund codes or precious metals", examples: ["USD"] }),
  );

const AMOUNT = z.int().check(z.gte(1), z.lte(CONTRACT.amountMax));

/** Registered and not checked: what is extended must not inherit the name. */
export const money = z.strictObject({ amount: AMOUNT, currency }).register(z.globalRegistry, {
  id: "Money",
  description:
    "`amount` in minor units of `currency`, as ISO 4217 counts them: 1999 is 19.99 USD, 1999 JPY, 1.999 KWD. Judged by its digits: `1.0` and `1e3` are integers, `0.99999999999999999999` is not",
});
