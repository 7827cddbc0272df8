import { TerminalError } from "../../core/foundation/domain/errors.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { type ApiRequest, known } from "./call.ts";

const POINTERS = { encoding: "/headers/content-encoding", type: "/headers/content-type" };

/**
 * Bodies are UTF-8 and not compressed. The gateway hands a text type over as text that it has decoded as UTF-8 itself, so what
 * says that it is something else cannot be read any more. Repeated headers arrive joined by commas.
 */
export function bodyCoding<D extends EdgeDeps>() {
  return {
    before: ({ event: { call } }: ApiRequest<D>): void => {
      if (!known(call.route, "route").body) return;
      const { headers } = call.raw;
      const codings = (headers["content-encoding"] ?? "").split(",").map((coding) => coding.trim().toLowerCase());
      if (codings.some((coding) => coding !== "" && coding !== "identity"))
        throw refusal(POINTERS.encoding, "must be `identity` or left out");
      const type = headers["content-type"] ?? "";
      if (charsetsOf(type).some((charset) => !/^utf-?8$/i.test(charset)))
        throw refusal(POINTERS.type, "must name no other charset than utf-8");
      if (type.replaceAll(/"[^"]*"/g, "").includes(",")) throw refusal(POINTERS.type, "must name one media type");
    },
  };
}

function charsetsOf(contentType: string): string[] {
  // `charset*=` and `charset*0=` are other spellings of the same parameter (RFC 2231); none of their values is plain.
  const parameters = contentType.matchAll(/[;,]\s*charset(?:\*\d*\*?)?\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/gi);
  return [...parameters].map(([, quoted, bare]) => (quoted ?? bare ?? "").trim());
}

function refusal(pointer: string, detail: string): TerminalError {
  const headers = { "accept-encoding": "identity" };
  return new TerminalError("media-type-unsupported", "The body is not in UTF-8, or is compressed.", {
    errors: [{ pointer, detail }],
    headers,
  });
}
