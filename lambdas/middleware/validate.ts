import * as z from "zod/mini";
import { type FieldError, TerminalError } from "../../core/foundation/domain/errors.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { type ApiRequest, type CallState, known } from "./call.ts";
import { fieldErrors } from "./field-errors.ts";

const NOTHING = z.strictObject({});

/** Path, query and body against the route's schemas; every field at fault is named in one answer. */
export function validate<D extends EdgeDeps>() {
  return {
    before: ({ event }: ApiRequest<D>): void => {
      const { call } = event;
      const route = known(call.route, "route");
      const errors: FieldError[] = [];
      call.path = checked(route.path ?? NOTHING, event.pathParameters ?? {}, "/path", errors);
      call.query = checked(route.query ?? NOTHING, queryOf(event.rawQueryString, errors), "/query", errors);
      const body = bodyOf(call);
      if (body) call.body = checked(body, call.json, "", errors);
      if (errors.length > 0)
        throw new TerminalError("request-invalid", "The request has fields that are not valid.", { errors });
    },
  };
}

/** `undefined`: there is none, or the path does not say which. */
function bodyOf<D>({ route, caller, path }: CallState<D>): z.ZodMiniType | undefined {
  if (route?.bodyBy) return path === undefined ? undefined : route.bodyBy(path);
  return caller?.kind === "operator" ? (route?.operatorBody ?? route?.body) : route?.body;
}

function checked(schema: z.ZodMiniType, value: unknown, root: "" | "/query" | "/path", errors: FieldError[]): unknown {
  const result = schema.safeParse(value);
  if (!result.success) errors.push(...fieldErrors(result.error.issues, root, value));
  return result.data;
}

/** A parameter given twice has no meaning here, so it is not left to chance which one counts. */
function queryOf(rawQueryString: string, errors: FieldError[]): Record<string, string> {
  const query = new Map<string, string>();
  const repeated = new Set<string>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    if (query.has(name)) repeated.add(name);
    query.set(name, value);
  }
  if (repeated.size > 0) errors.push({ pointer: "/query", detail: "names a parameter more than once" });
  return Object.fromEntries(query);
}
