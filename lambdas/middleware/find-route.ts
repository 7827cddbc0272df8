import { ROUTES } from "../../contract/routes.ts";
import { TerminalError } from "../../core/foundation/domain/errors.ts";
import type { EdgeDeps, Route } from "../http/define-route.ts";
import type { ApiRequest } from "./call.ts";

/** The gateway has chosen the function by route; what it could not place arrives as `$default`. */
export function findRoute<D extends EdgeDeps>(routes: readonly Route<D>[]) {
  const byKey = new Map<string, Route<D>>(routes.map((route) => [route.key, route]));
  return {
    before: ({ event }: ApiRequest<D>): void => {
      const route = byKey.get(event.routeKey);
      if (route) {
        event.call.route = route;
        return;
      }
      const methods = methodsAt(event.rawPath);
      if (methods.length === 0 || methods.includes(event.call.raw.method)) {
        throw new TerminalError("not-found", "There is nothing at this path.");
      }
      const allow = methods.join(", ");
      throw new TerminalError("method-not-allowed", `This path answers ${allow}.`, { headers: { allow } });
    },
  };
}

/** The methods that a path answers, whichever function serves them. */
function methodsAt(path: string): string[] {
  const methods = PLACES.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  return [...new Set(methods)].sort();
}

const PLACES = Object.keys(ROUTES).flatMap((key) => {
  const [method, template] = key.split(" ");
  return method && template ? [{ method, pattern: patternOf(template) }] : [];
});

/** `{id}` is one segment, `{key+}` one or more. The rest of a template is plain letters. */
function patternOf(template: string): RegExp {
  const segments = template
    .split("/")
    .map((segment) => (segment.endsWith("+}") ? ".+" : segment.startsWith("{") ? "[^/]+" : segment));
  return new RegExp(`^${segments.join("/")}$`, "s");
}
