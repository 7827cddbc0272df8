import { takesKey } from "../../contract/routes/row.ts";
import { TerminalError } from "../../core/foundation/domain/errors.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { type ApiRequest, known } from "./call.ts";

const POINTER = "/headers/idempotency-key";
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;
/** A structured field string (RFC 8941): `\"` and `\\` are its only escapes. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;

/** The last check before business: what is refused until here has used no key. */
export function idempotencyKey<D extends EdgeDeps>() {
  return {
    before: ({ event: { call } }: ApiRequest<D>): void => {
      const { key, row } = known(call.route, "route");
      if (!takesKey(key, row)) return;
      call.idempotencyKey = parseIdempotencyKey(call.raw.headers["idempotency-key"]);
    },
  };
}

/** A header that is sent twice arrives joined by a comma, so a bare key with one may be two. */
function parseIdempotencyKey(header: string | undefined): string {
  const text = header?.trim();
  if (text === undefined || text === "") {
    const errors = [{ pointer: POINTER, detail: "is required" }];
    throw new TerminalError("idempotency-key-missing", "A write needs an `Idempotency-Key` header.", { errors });
  }
  const key = keyOf(text);
  if (key !== undefined && (text.startsWith('"') || !key.includes(","))) return key;
  const detail = key === undefined ? KEY_FORM : "has a comma: quote it, or send the header once";
  const errors = [{ pointer: POINTER, detail }];
  throw new TerminalError("idempotency-key-invalid", "The `Idempotency-Key` header is not valid.", { errors });
}

export const KEY_FORM = `must have 1 to ${CONTRACT.idempotencyKeyMaxChars} visible ASCII characters, quoted or bare`;

/** Quoted or bare; the inner value of a quoted one is the key, so both spellings are the same key. `undefined`: neither. */
export function keyOf(text: string): string | undefined {
  const key = text.startsWith('"') ? QUOTED.exec(text)?.[1]?.replaceAll(/\\(["\\])/g, "$1") : text;
  return key !== undefined && VISIBLE_ASCII.test(key) && key.length <= CONTRACT.idempotencyKeyMaxChars
    ? key
    : undefined;
}
