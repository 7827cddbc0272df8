/** Schemas of the fields that routes of more than one capability share. Their words are what a caller reads; a value is never repeated. */

import * as z from "zod/mini";
import { TENANT_ID } from "../../core/foundation/domain/ids.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";

const CURSOR_MAX_CHARS = 1024;

const REASON_MAX_CHARS = 500;

/** Something is to be seen: not even the Braille cell without dots is, which counts as a symbol. */
export const VISIBLE = /(?=.*[^\s\p{Default_Ignorable_Code_Point}\u2800])/u.source;

/** What people read: anything but control characters and halves of a surrogate pair. */
export function text(maxChars: number) {
  return z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(maxChars),
      z.regex(new RegExp(`^${VISIBLE}[^\\p{Cc}\\p{Cs}]*$`, "u"), "must be printable text"),
    );
}

/** What machines compare: safe as a key part and as a path segment. */
export function token() {
  return z.string().check(z.regex(/^[A-Za-z0-9._:-]{1,64}$/, "must have 1 to 64 letters, digits and `.` `_` `:` `-`"));
}

export const name = text(200);
export const label = text(200);
export const description = text(200);

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
export const batchId = token();

/** The caller's own name for an item. */
export const reference = z.string().check(z.regex(/^[\x21-\x7e]{1,64}$/, "must have 1 to 64 visible ASCII characters"));

/** Of whatever kind. */
export const resourceId = token();

/** What something was done to: an id, a merchant, or a number of its own. */
export const subjectId = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));

/** The merchant's own name of a user, who is signed in there. */
export const userId = z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));

/** A tenant, where an operator has to name it. */
export const merchantId = z.string().check(z.regex(TENANT_ID, "must be a merchant's id"));

/** The merchant's own number of an order, unique among its open and paid payments. It is a part of a key, which `#` divides. */
export const orderNo = z
  .string()
  .check(
    z.regex(/^[\x21\x22\x24-\x7e]{1,64}$/, "must have 1 to 64 visible ASCII characters without `#`"),
    z.meta({ description: "1 to 64 visible ASCII characters without `#`" }),
  );

/** A vendor's trade number. */
export const providerReference = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,128}$/, "must have 1 to 128 visible ASCII characters"));

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

/** A batch's items come on one page unless the caller wants less. */
export const batchPage = { ...page, limit: limit(CONTRACT.batchMaxItems) };
