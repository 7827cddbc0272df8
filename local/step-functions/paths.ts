/**
 * Reference paths, `$.name.name` into a state's data and `$$.name.name` into the context object, and the templates that name
 * them. No filters, no indexes, no intrinsic functions: the rules of a definition refuse them (definition-rules.ts).
 */
export const REFERENCE_PATH = /^\$\$?(\.[A-Za-z_][A-Za-z0-9_-]*)*$/;

/** States.Runtime in the words of AWS, which puts the state's name before them. */
export class PathError extends Error {}

type Fields = Record<string, unknown>;

/** What the path names; undefined when it names nothing. */
export function valueAt(path: string, data: unknown, context: object): unknown {
  const [root, ...names] = path.split(".");
  let value: unknown = root === "$$" ? context : data;
  for (const name of names) {
    if (!isFields(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

export function required(path: string, data: unknown, context: object): unknown {
  const value = valueAt(path, data, context);
  if (value !== undefined) return value;
  throw new PathError(`Invalid path '${path}' : No results for path: ${inBrackets(path)}`);
}

/** The template with each `"name.$": path` as `"name": value`. */
export function filledIn(template: unknown, data: unknown, context: object): unknown {
  if (Array.isArray(template)) return template.map((item) => filledIn(item, data, context));
  if (!isFields(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([field, value]) => {
      if (!field.endsWith(".$")) return [field, filledIn(value, data, context)];
      const found = valueAt(String(value), data, context);
      if (found !== undefined) return [field.slice(0, -2), found];
      const where = `The JSONPath '${value}' specified for the field '${field}'`;
      throw new PathError(`${where} could not be found in the input '${JSON.stringify(data)}'`);
    }),
  );
}

/** The input with the result at the ResultPath: `$` is the result alone. */
export function placed(path: string | undefined, input: unknown, result: unknown): unknown {
  const [, ...names] = (path ?? "$").split(".");
  return placedAt(names, input, result);
}

function placedAt([name, ...rest]: string[], input: unknown, result: unknown): unknown {
  if (name === undefined) return result;
  if (!isFields(input)) throw new PathError(`Unable to apply the ResultPath: ${JSON.stringify(input)} has no fields`);
  const inner = Object.hasOwn(input, name) ? input[name] : {};
  return { ...input, [name]: placedAt(rest, inner, result) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inBrackets(path: string): string {
  const [root, ...names] = path.split(".");
  return `${root}${names.map((name) => `['${name}']`).join("")}`;
}
