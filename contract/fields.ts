/** Schemas of the fields that routes share. Their words are what a caller reads; a value is never repeated. */

import * as z from "zod/mini";
import { PLATFORM } from "../core/access/domain/api-key.ts";
import { normaliseTyped, OWN_CODE_MIN_SYMBOLS, TYPED_MAX_CHARS } from "../core/codes/domain/code-text.ts";
import { SUBSCRIPTIONS } from "../core/events/domain/webhook-endpoint.ts";
import { isCountry } from "../core/foundation/domain/country.ts";
import { isCurrency } from "../core/foundation/domain/currencies.ts";
import { isCode } from "../core/foundation/domain/gift-card-code.ts";
import { TENANT_ID } from "../core/foundation/domain/ids.ts";
import { CONTRACT } from "../core/foundation/domain/limits.ts";
import { LAST_MOMENT_MS } from "../core/orders/domain/grants.ts";
import { PERIOD_UNITS } from "../core/orders/domain/period.ts";
import { CHANNELS } from "../core/payments/domain/channel.ts";
import { PAYOUT_PROVIDERS } from "../core/withdrawals/domain/payout-provider.ts";
import type { ErrorCode } from "./errors.ts";

const CURSOR_MAX_CHARS = 1024;
const FIRST_MOMENT_MS = Date.parse("0000-01-01T00:00:00Z");
const REASON_MAX_CHARS = 500;

/** Something is to be seen: not even the Braille cell without dots is, which counts as a symbol. */
const VISIBLE = /(?=.*[^\s\p{Default_Ignorable_Code_Point}\u2800])/u.source;

/** What people read: anything but control characters and halves of a surrogate pair. */
function text(maxChars: number) {
  return z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(maxChars),
      z.regex(new RegExp(`^${VISIBLE}[^\\p{Cc}\\p{Cs}]*$`, "u"), "must be printable text"),
    );
}

/** What machines compare: safe as a key part and as a path segment. */
function token() {
  return z.string().check(z.regex(/^[A-Za-z0-9._:-]{1,64}$/, "must have 1 to 64 letters, digits and `.` `_` `:` `-`"));
}

function refusedAs(code: ErrorCode, message: string) {
  return { message, params: { code } };
}

export const name = text(200);
export const label = text(200);

/** What an audit says of why, in one line. White space around it does not count. */
function because(minChars: number, described: string) {
  const line = `^${VISIBLE}[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{${minChars},${REASON_MAX_CHARS}}$`;
  return z
    .string()
    .check(
      z.trim(),
      z.regex(new RegExp(line, "u"), `must be one line of ${minChars} to ${REASON_MAX_CHARS} characters`),
      z.meta({ description: described }),
    );
}

/** A merchant's, of what is its own. A route that takes operators too asks more of them: `operatorBody`. */
export const reason = because(1, "One line of 1 to 500 characters; from an operator at least 10");
/** An operator's, who changes what is somebody else's: one word tells nobody why. */
export const operatorReason = because(10, "One line of 10 to 500 characters");
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
export const planId = token();
export const batchId = token();
/** The caller's own name for an item. */
export const reference = z.string().check(z.regex(/^[\x21-\x7e]{1,64}$/, "must have 1 to 64 visible ASCII characters"));

export const code = z.string().check(
  z.refine(
    isCode,
    refusedAs(
      "code-malformed",
      "must have 4 to 64 letters from A to Z and digits; spaces, line breaks and dashes are allowed",
    ),
  ),
  z.meta({
    description:
      "As printed: 4 to 64 letters from A to Z and digits; spaces, dashes and invisible characters are ignored",
  }),
);
export const batchCode = z
  .string()
  .check(z.meta({ description: "As printed; a malformed one is refused as its item's error" }));

/** The merchant's own number of an order, unique among its open and paid payments. It is a part of a key, which `#` divides. */
export const orderNo = z
  .string()
  .check(
    z.regex(/^[\x21\x22\x24-\x7e]{1,64}$/, "must have 1 to 64 visible ASCII characters without `#`"),
    z.meta({ description: "1 to 64 visible ASCII characters without `#`" }),
  );
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
export const description = text(200);
/** Where a vendor's page sends the customer's browser. Credentials in it would be shown to everybody on the way. */
export const returnUrl = z.string().check(
  z.maxLength(2048),
  z.refine((value) => isWebUrl(value), "must be an http(s) URL without credentials"),
  z.meta({ description: "http(s) URL", format: "uri" }),
);
/** A vendor's trade number. */
export const providerReference = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));

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

/** Of whatever kind. */
export const resourceId = token();
/** What something was done to: an id, a merchant, or a number of its own. */
export const subjectId = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));
export const eventId = token();
export const webhookEndpointId = token();
/** What a webhook endpoint is told of. */
export const eventTypes = z
  .array(z.enum(SUBSCRIPTIONS))
  .check(z.minLength(1), z.maxLength(50), z.meta({ description: "Exact types, `<resource>.*`, or `*`" }));
/** Whether webhooks may go there is asked where what is allowed is known. */
export const webhookUrl = z.string().check(
  z.meta({
    description: "https, a public host name, port 443 or above 1023, no user name; at most 2048 characters",
    format: "uri",
  }),
);
export const templateId = token();
/** The merchant's own name of a notification, unique for good. */
export const notificationKey = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));
/** Whether it can be one is its item's own error: what is wrong with one keeps no other from being sent. */
export const notificationReceiver = z.string().check(
  z.minLength(1),
  z.maxLength(320),
  z.meta({
    description: "Of an email, one plain address; of a text message, a phone as E.164 writes it: `+15551234567`",
  }),
);
export const notificationParams = z.record(z.string().check(z.minLength(1), z.maxLength(64)), z.string()).check(
  z.meta({
    description:
      "Exactly the parameters of the template; each is put in as plain text, once. A wrong one is refused as its item's error",
  }),
);
export const templateSubject = text(CONTRACT.subjectMaxChars);
export const templateText = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(CONTRACT.emailMaxChars),
    z.regex(
      new RegExp(`^${VISIBLE.replace(".*", "[^]*")}(?:[^\\p{Cc}\\p{Cs}]|[\\t\\r\\n])*$`, "u"),
      "must be printable text",
    ),
    z.meta({ description: "Plain text; `{{name}}` is the place of a parameter" }),
  );

export const offerId = token();
export const campaignId = token();
/** A tenant, where an operator has to name it. */
export const merchantId = z.string().check(z.regex(TENANT_ID, "must be a merchant's id"));
/** Of a merchant that is to be created: it becomes the tenant's id. */
export const newMerchantId = z.string().check(
  z.regex(/^[a-z0-9][a-z0-9-]{2,31}$/, "must have 3 to 32 lower-case letters, digits and `-`, and not begin with `-`"),
  z.refine((id) => id !== PLATFORM, "is the platform's own name"),
  z.meta({ description: "3 to 32 lower-case letters, digits and `-`; one is given when it is left out" }),
);
/** The merchant's own name of a user, who is signed in there. */
export const userId = z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));
export const period = z
  .strictObject({ unit: z.enum(PERIOD_UNITS), count: z.int().check(z.gte(1), z.lte(120)) })
  .check(z.meta({ id: "Period", description: "Months and years are the calendar's, in UTC" }));
export const stock = z.int().check(z.gte(0), z.lte(10 ** 9));
/** As a person typed it: what it is like is the code's own secret. */
export const typedCode = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(TYPED_MAX_CHARS),
    z.meta({ description: "As it was typed: case, spaces, hyphens, O for 0, I and L for 1 do not count" }),
  );
const OWN_CODE = /^[A-Z0-9-]{6,40}$/;
export const ownCode = z
  .string()
  .check(
    z.refine(
      (text) => OWN_CODE.test(text) && normaliseTyped(text).length >= OWN_CODE_MIN_SYMBOLS,
      `must have 6 to 40 characters from A to Z, 0 to 9 and \`-\`, at least ${OWN_CODE_MIN_SYMBOLS} of them no hyphens`,
    ),
  );
export const codePrefix = z
  .string()
  .check(z.regex(/^[A-Z0-9]{2,8}$/, "must have 2 to 8 characters from A to Z and 0 to 9"));
/** ISO 8601 with the zone; milliseconds since 1970 from here on. */
export const moment = z
  .pipe(
    z.iso.datetime({ offset: true, error: "must be a date and time as in 2026-12-31T23:00:00Z" }),
    z.transform((text) => Date.parse(text)),
  )
  .check(
    // An offset may carry it into a year that is not written with four digits in UTC.
    z.refine((ms) => ms >= FIRST_MOMENT_MS && ms <= LAST_MOMENT_MS, "must be in the years 0000 to 9999 in UTC"),
    z.meta({ description: "ISO 8601, with `Z` or an offset", format: "date-time" }),
  );

/** Of a query with `since` and `until`: each may be left out. */
export const isSpan = ({ since, until }: { since?: number; until?: number }): boolean =>
  since === undefined || until === undefined || since < until;
export const SPAN = { path: ["until"], message: "must be later than since" };

export const byId = z.strictObject({ id: token() });

const limit = (defaultItems: number) =>
  z._default(
    z.pipe(
      z.string().check(z.regex(/^([1-9]\d?|100)$/, `must be an integer from 1 to ${CONTRACT.pageMaxItems}`)),
      z.transform(Number),
    ),
    defaultItems,
  );

const WHOSE =
  "For operators: one merchant's. Without it a list has all merchants'; what merchants call by names of their own (`orderNo`, `withdrawalNo`, `userId`, `batchId`) is looked for so only while there are up to 100 of them";

export const page = {
  limit: limit(CONTRACT.pageDefaultItems),
  cursor: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(CURSOR_MAX_CHARS))),
  tenantId: z.exactOptional(
    z.string().check(z.regex(TENANT_ID, "must be a tenant's id"), z.meta({ description: WHOSE })),
  ),
};
/** Of a list: the default puts the newest first. */
export const order = z._default(z.enum(["asc", "desc"]), "desc");
/** A batch's items come on one page unless the caller wants less. */
export const batchPage = { ...page, limit: limit(CONTRACT.batchMaxItems) };
