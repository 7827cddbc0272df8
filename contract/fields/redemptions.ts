import * as z from "zod/mini";
import { isCode } from "../../core/foundation/domain/gift-card-code.ts";
import type { ErrorCode } from "../errors.ts";
import { token } from "./shared.ts";

function refusedAs(code: ErrorCode, message: string) {
  return { message, params: { code } };
}

export const planId = token();

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
