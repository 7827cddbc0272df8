/** Which route of an HTTP API takes a request: full match before greedy, a method's own before ANY, then `$default`. */

export interface RouteMatch {
  routeKey: string;
  /** Percent-decoded, as HTTP APIs hand them over. */
  pathParameters: Record<string, string>;
}

interface CompiledRoute {
  routeKey: string;
  method: string;
  segments: string[];
  greedy: boolean;
}

export class RouteTable {
  readonly #routes: CompiledRoute[];
  readonly #hasDefault: boolean;

  constructor(routeKeys: string[]) {
    this.#hasDefault = routeKeys.includes("$default");
    this.#routes = routeKeys
      .filter((key) => key !== "$default")
      .map(compile)
      .sort(moreSpecificFirst);
  }

  /** `path` as it came, still percent-encoded and without the query. */
  match(method: string, path: string): RouteMatch | undefined {
    const segments = path.split("/").slice(1);
    for (const route of this.#routes) {
      if (route.method !== "ANY" && route.method !== method) continue;
      const pathParameters = matchSegments(route, segments);
      if (pathParameters) return { routeKey: route.routeKey, pathParameters };
    }
    return this.#hasDefault ? { routeKey: "$default", pathParameters: {} } : undefined;
  }
}

/** Text that is no valid percent-encoding stays as it came. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function compile(routeKey: string): CompiledRoute {
  const [method = "", path = ""] = routeKey.split(" ");
  const segments = path.split("/").slice(1);
  return { routeKey, method, segments, greedy: segments.at(-1)?.endsWith("+}") ?? false };
}

/** Full matches before greedy ones; longer and literal paths first; ANY last. */
function moreSpecificFirst(a: CompiledRoute, b: CompiledRoute): number {
  if (a.greedy !== b.greedy) return a.greedy ? 1 : -1;
  if (a.segments.length !== b.segments.length) return b.segments.length - a.segments.length;
  const variables = (route: CompiledRoute) => route.segments.filter((segment) => segment.startsWith("{")).length;
  return variables(a) - variables(b) || Number(a.method === "ANY") - Number(b.method === "ANY");
}

function matchSegments(route: CompiledRoute, given: string[]): Record<string, string> | undefined {
  const enough = route.greedy ? given.length >= route.segments.length : given.length === route.segments.length;
  if (!enough) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of route.segments.entries()) {
    const text = given[index] ?? "";
    const name = /^\{([^}+]+)(\+?)\}$/.exec(segment);
    if (!name) {
      if (percentDecode(text) !== segment) return undefined;
    } else if (name[2]) {
      const rest = given.slice(index).join("/");
      if (rest === "") return undefined;
      parameters[name[1] ?? ""] = percentDecode(rest);
    } else {
      if (text === "") return undefined;
      parameters[name[1] ?? ""] = percentDecode(text);
    }
  }
  return parameters;
}
