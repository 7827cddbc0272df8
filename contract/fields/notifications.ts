import * as z from "zod/mini";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { text, token, VISIBLE } from "./shared.ts";

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
