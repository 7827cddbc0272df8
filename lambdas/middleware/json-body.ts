import { TerminalError } from "../../core/foundation/domain/errors.ts";
import { type JsonPath, type JsonText, readJson } from "../../core/foundation/domain/json-text.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { type ApiRequest, known } from "./call.ts";
import { pointerOf } from "./field-errors.ts";

/** A byte order mark at the beginning is left out, as RFC 8259 allows. */
const utf8 = new TextDecoder("utf-8", { fatal: true });
/** What a decoder puts in the place of bytes that are none of its own. */
const REPLACEMENT = "\ufffd";

export function jsonBody<D extends EdgeDeps>() {
  return {
    before: ({ event: { call } }: ApiRequest<D>): void => {
      const route = known(call.route, "route");
      if (!route.body) return;
      const text = textOf(call.raw.bytes);
      if (isForm(call.raw.headers["content-type"]) && route.row.access === "public") {
        call.json = fieldsOf(text);
        return;
      }
      if (text.trim() === "") throw new TerminalError("body-not-json", "The body is empty.");
      const { value, repeated, broken, prototype } = parse(text);
      if (repeated)
        throw invalid("The body names a field more than once.", repeated, "appears more than once in its object");
      if (broken) throw invalid("The body contains a malformed string.", broken, "contains half of a surrogate pair");
      if (prototype) throw invalid("The body has a field that no object has.", prototype, "is not a known field");
      call.json = value;
    },
  };
}

/** What the buttons of a page send without a script. Pages are public: an API's caller speaks JSON. */
function isForm(contentType = ""): boolean {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() === "application/x-www-form-urlencoded";
}

function fieldsOf(text: string): Record<string, string> {
  const fields = [...new URLSearchParams(text)];
  const names = new Set(fields.map(([name]) => name));
  if (names.size < fields.length) throw new TerminalError("request-invalid", "The form names a field more than once.");
  return Object.fromEntries(fields);
}

/**
 * The gateway decodes text types itself and puts U+FFFD where bytes were no UTF-8; after that nobody knows what was sent, and
 * two different bodies look the same. So the character is refused however it came; who means it writes `\ufffd`.
 */
function textOf(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text === undefined || text.includes(REPLACEMENT))
    throw new TerminalError("body-not-json", "The body is not UTF-8, or contains U+FFFD.");
  return text;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The parser's own message repeats a part of the body, so it goes nowhere. */
function parse(text: string): JsonText {
  try {
    return readJson(text, standIn);
  } catch {
    throw new TerminalError("body-not-json", "The body cannot be read as JSON.");
  }
}

/** A number that no field takes, for the reason that the digits give: it is beyond every bound, or no integer. */
function standIn(literal: string): number {
  const rounded = Number(literal);
  return Math.abs(rounded) > Number.MAX_SAFE_INTEGER ? Math.sign(rounded) * Number.MAX_VALUE : 0.5;
}

function invalid(detail: string, path: JsonPath, what: string): TerminalError {
  return new TerminalError("request-invalid", detail, { errors: [{ pointer: pointerOf(path), detail: what }] });
}
