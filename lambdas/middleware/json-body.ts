import { TerminalError } from "../../core/domain/errors.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { ROUTES } from "../http/routes.ts";
import { type ApiRequest, known } from "./call.ts";
import { pointerOf } from "./field-errors.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

export function jsonBody<D extends EdgeDeps>() {
  return {
    before: ({ event: { call } }: ApiRequest<D>): void => {
      const route = known(call.route, "route");
      if (!route.body) return;
      const text = textOf(call.raw.bytes);
      if (isForm(call.raw.headers["content-type"]) && ROUTES[route.key].access === "public") {
        call.json = fieldsOf(text);
        return;
      }
      if (text.trim() === "") throw new TerminalError("body-not-json", "The body is empty.");
      call.json = parse(text);
      const twice = repeatedName(text);
      if (twice) {
        const errors = [{ pointer: pointerOf(twice), detail: "stands more than once in its object" }];
        throw new TerminalError("request-invalid", "The body names a field more than once.", { errors });
      }
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

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new TerminalError("body-not-json", "The body is not UTF-8.");
  }
}

/** The parser's own message repeats a part of the body, so it goes nowhere. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TerminalError("body-not-json", "The body cannot be read as JSON.");
  }
}

/** The path of the first name that its object holds twice: one reader takes the first, another the last. `text` is JSON. */
export function repeatedName(text: string): string[] | undefined {
  const open: { names: Set<string> | undefined; at: string | number }[] = [];
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\],]/g;
  for (const [token, colon] of text.matchAll(tokens)) {
    const here = open.at(-1);
    if (token === "{") open.push({ names: new Set(), at: "" });
    else if (token === "[") open.push({ names: undefined, at: 0 });
    else if (token === "}" || token === "]") open.pop();
    else if (token === "," && typeof here?.at === "number") here.at++;
    else if (colon && here?.names) {
      const name: string = JSON.parse(token.slice(0, -colon.length));
      here.at = name;
      if (here.names.has(name)) return open.map(({ at }) => String(at));
      here.names.add(name);
    }
  }
  return undefined;
}
