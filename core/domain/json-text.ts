/** JSON as it was sent: what `JSON.parse` alone keeps silent about. */

/** Names and indexes from the outermost value inwards. */
export type JsonPath = readonly (string | number)[];

export interface JsonText {
  value: unknown;
  /** The first name that stands twice in its object: one reader takes the first, another the last. */
  repeated?: JsonPath;
  /** The first text, or name, with a half of a surrogate pair in it: no encoding can carry it, and each writer mends it in a way of its own. */
  broken?: JsonPath;
}

/**
 * Throws what `JSON.parse` throws. A double makes another number of some: it rounds a fraction to a whole number, a long whole
 * number to its neighbour, and has no place for a huge one. `standIn` says what their reader meets instead of each. `1.0` and
 * `1e3` are whole as they stand.
 */
export function readJson(text: string, standIn: (literal: string) => unknown): JsonText {
  const value: unknown = JSON.parse(text);
  const rounded: [path: JsonPath, literal: string][] = [];
  let broken: JsonPath | undefined;
  for (const { kind, token, path } of tokensOf(text)) {
    if (kind === "repeated") return { value, repeated: path };
    if (kind === "number" && !isKept(token)) rounded.push([path, token]);
    if (kind !== "number" && broken === undefined && isBroken(token)) broken = path;
  }
  const holder = { root: value };
  for (const [path, literal] of rounded) place(holder, ["root", ...path], standIn(literal));
  return { value: holder.root, ...(broken ? { broken } : {}) };
}

interface Token {
  kind: "name" | "repeated" | "text" | "number";
  /** As it stands, quotes included. */
  token: string;
  path: JsonPath;
}

/** `text` is JSON. Walks it without a stack of its own: nesting costs memory, not calls. */
function* tokensOf(text: string): Generator<Token> {
  const open: { names: Set<string> | undefined; at: string | number }[] = [];
  const pathHere = () => open.map(({ at }) => at);
  const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\],]|-?\d[\d.eE+-]*/g;
  for (const [token, quoted, colon] of text.matchAll(tokens)) {
    const here = open.at(-1);
    if (token === "{") open.push({ names: new Set(), at: "" });
    else if (token === "[") open.push({ names: undefined, at: 0 });
    else if (token === "}" || token === "]") open.pop();
    else if (token === ",") {
      if (typeof here?.at === "number") here.at++;
    } else if (quoted === undefined) yield { kind: "number", token, path: pathHere() };
    else if (colon === undefined) yield { kind: "text", token, path: pathHere() };
    else if (here?.names) {
      const name: string = JSON.parse(quoted);
      here.at = name;
      yield { kind: here.names.has(name) ? "repeated" : "name", token: quoted, path: pathHere() };
      here.names.add(name);
    }
  }
}

/** Halves come as escapes only: a decoder of UTF-8 lets none through. */
function isBroken(quoted: string): boolean {
  return /\\u[dD][89a-fA-F]/.test(quoted) && !(JSON.parse(quoted) as string).isWellFormed();
}

/** Fractions may lose digits: no amount rests on the sixteenth one. */
function isKept(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isInteger(value)) return Number.isFinite(value);
  return Number.isSafeInteger(value) && isWhole(literal);
}

function isWhole(literal: string): boolean {
  const [, whole = "", fraction = "", exponent = "0"] = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(literal) ?? [];
  const digits = whole + fraction;
  let zeros = 0;
  while (zeros < digits.length && digits[digits.length - 1 - zeros] === "0") zeros++;
  return zeros === digits.length || Number(exponent) - fraction.length + zeros >= 0;
}

function place(root: object, path: JsonPath, value: unknown): void {
  let here = root as Record<PropertyKey, unknown>;
  for (const step of path.slice(0, -1)) here = here[step] as Record<PropertyKey, unknown>;
  // What JSON.parse made is the object's own, `__proto__` included.
  here[path.at(-1) ?? ""] = value;
}
