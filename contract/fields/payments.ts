import * as z from "zod/mini";
import { CHANNELS } from "../../core/payments/domain/channel.ts";
import { token } from "./shared.ts";

export const orderId = token();
export const paymentId = token();
export const channel = z.enum(CHANNELS);

/** The vendor's name for what is paid with, or the sandbox's magic word. */
export const paymentMethod = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));

export const customerId = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));

/** Where a vendor's page sends the customer's browser. Credentials in it would be shown to everybody on the way. */
export const returnUrl = z.string().check(
  z.maxLength(2048),
  z.refine((value) => isWebUrl(value), "must be an http(s) URL without credentials"),
  z.meta({ description: "http(s) URL", format: "uri" }),
);

function isWebUrl(value: string): boolean {
  const parsed = URL.parse(value);
  return (
    parsed !== null &&
    (parsed.protocol === "https:" || parsed.protocol === "http:") &&
    parsed.username + parsed.password === "" &&
    // Browsers mend white space and backslashes, each in its own way.
    /^[\x21-\x5b\x5d-\x7e]+$/.test(value)
  );
}
