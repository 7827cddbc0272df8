import * as z from "zod/mini";
import { normaliseTyped, OWN_CODE_MIN_SYMBOLS, TYPED_MAX_CHARS } from "../../core/codes/domain/code-text.ts";
import { token } from "./shared.ts";

export const campaignId = token();

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
