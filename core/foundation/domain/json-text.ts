/** JSON as it was sent: what `JSON.parse` alone keeps silent about. */

/** Names and indexes from the outermost value inwards. */
export type JsonPath = readonly (string | number)[];

export interface JsonText {
  value: unknown;
  /** The first name that stands twice in its object: one reader takes the first, another the last. */
  repeated?: JsonPath;
  /** The first text, or name, with a half of a surrogate pair in it: no encoding can carry it, and each writer mends it in a way of its own. */
  broken?: JsonPath;
  /** The first name `__proto__`: no field has it, and a reader that takes any name may set a prototype by it, or leave it out unseen. */
  prototype?: JsonPath;
}

/**
 * Throws what `JSON.parse` throws. A double makes another number of some: it rounds a fraction to a whole number, a long whole
 * number to its neighbour, and has no place for a huge one. `standIn` says what their reader meets instead of each. `1.0` and
 * `1e3` are whole as they stand.
 */
export function readJson(text: string, standIn: (literal: string) => unknown): JsonText {
  let value: unknown = JSON.parse(text);
  let broken: JsonPath | undefined;
  let prototype: JsonPath | undefined;
  const open: Place[] = [];
  const pathHere = () => open.map(({ at }) => at);
  for (const [token, quoted, colon] of text.matchAll(TOKENS)) {
    const here = open.at(-1);
    if (token === "{" || token === "[") open.push(opened(token, here ? valueAt(here) : value));
    else if (token === "}" || token === "]") open.pop();
    else if (token === ",") step(here);
    else if (quoted !== undefined) {
      if (colon !== undefined && here && isRepeated(here, quoted))
        return { value: JSON.parse(text), repeated: pathHere() };
      if (broken === undefined && isBroken(quoted)) broken = pathHere();
      if (prototype === undefined && colon !== undefined && here?.at === "__proto__") prototype = pathHere();
    } else if (!isKept(token)) {
      if (here) put(here, standIn(token));
      else value = standIn(token);
    }
  }
  return { value, ...(broken ? { broken } : {}), ...(prototype ? { prototype } : {}) };
}

/** Strings, with the colon that makes names of them, brackets, commas and numbers. */
const TOKENS = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\],]|-?\d[\d.eE+-]*/g;

/** Where the reader is in one of the objects and lists that are open. What it needs of the way there is kept, so nesting costs nothing. */
interface Place {
  /** `undefined` in a list. */
  names: Set<string> | undefined;
  at: string | number;
  /** As it was parsed. */
  holder: unknown;
}

function opened(bracket: "{" | "[", holder: unknown): Place {
  return bracket === "{" ? { names: new Set(), at: "", holder } : { names: undefined, at: 0, holder };
}

function step(here: Place | undefined): void {
  if (typeof here?.at === "number") here.at++;
}

function isRepeated(here: Place, quoted: string): boolean {
  const name: string = JSON.parse(quoted);
  here.at = name;
  const isKnown = here.names?.has(name) ?? false;
  here.names?.add(name);
  return isKnown;
}

/** A name that is going to be repeated may stand for something else in what was parsed, or for nothing; never for what is inherited. */
function hasOwn({ holder, at }: Place): boolean {
  return typeof holder === "object" && holder !== null && Object.hasOwn(holder, at);
}

function valueAt(here: Place): unknown {
  return hasOwn(here) ? (here.holder as Record<PropertyKey, unknown>)[here.at] : undefined;
}

function put(here: Place, value: unknown): void {
  if (hasOwn(here)) (here.holder as Record<PropertyKey, unknown>)[here.at] = value;
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
