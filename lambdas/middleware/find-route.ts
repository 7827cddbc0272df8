import { TerminalError } from "../../core/foundation/domain/errors.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import type { ApiRequest } from "./call.ts";
import type { RouteRows, Served } from "./served.ts";

/**
 * The gateway has chosen the function by route; what it could not place arrives as `$default`, whose function is the one with the
 * rows of all routes.
 */
export function findRoute<D extends EdgeDeps>(routes: readonly Served<D>[], rows: RouteRows) {
  const byKey = new Map<string, Served<D>>(routes.map((route) => [route.key, route]));
  return {
    before: ({ event }: ApiRequest<D>): void => {
      const route = byKey.get(event.routeKey);
      if (route) {
        event.call.route = route;
        return;
      }
      const methods = methodsAt(event.rawPath, Object.keys(rows));
      if (methods.length === 0 || methods.includes(event.call.raw.method)) {
        throw new TerminalError("not-found", "There is nothing at this path.");
      }
      const allow = methods.join(", ");
      throw new TerminalError("method-not-allowed", `This path answers ${allow}.`, { headers: { allow } });
    },
  };
}

/** The methods that a path answers, whichever function serves them. */
function methodsAt(path: string, places: readonly string[]): string[] {
  const methods = places.flatMap((key) => {
    const [method, template] = key.split(" ");
    return method && template && patternOf(template).test(path) ? [method] : [];
  });
  return [...new Set(methods)].sort();
}

/** `{id}` is one segment, `{key+}` one or more. The rest of a template is plain letters. */
function patternOf(template: string): RegExp {
  const segments = template
    .split("/")
    .map((segment) => (segment.endsWith("+}") ? ".+" : segment.startsWith("{") ? "[^/]+" : segment));
  return new RegExp(`^${segments.join("/")}$`, "s");
}
