/** Where in the console one is: a path below `/console`, and filters. Pure: the browser's history is in `router.tsx`. */

export const BASE = "/console";

export type Parameters = Readonly<Record<string, string>>;
export interface Place {
  /** Below the base, decoded by segment: `/payments/pay_…`; the start is `/`. */
  path: string;
  query: Parameters;
}

export function placeOf({ pathname, search }: { pathname: string; search: string }): Place {
  const below = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : pathname;
  const path = `/${below.split("/").filter(Boolean).join("/")}`;
  return { path, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** The address of a place. Filters that are not set are not in it. */
export function addressOf(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  return `${path === "/" ? BASE : BASE + path}${searchOf(query)}`;
}

/** A place with filters, below the base: where links and rows lead. */
export function pathWith(path: string, query: Readonly<Record<string, string | undefined>>): string {
  return path + searchOf(query);
}

function searchOf(query: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "");
  return set.length === 0 ? "" : `?${new URLSearchParams(set)}`;
}

/** `/payments/{id}` against `/payments/pay_1`: its parameters; `undefined`: another place. */
export function matched(pattern: string, path: string): Parameters | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const text = given[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined && segment !== text) return undefined;
    if (name !== undefined) parameters[name] = decoded(text);
  }
  return parameters;
}

export function pathTo(...segments: string[]): string {
  return `/${segments.map(encodeURIComponent).join("/")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
