import { LocalError } from "../local-error.ts";

/** The part of event patterns that is known here: nested objects, lists of equal values, and prefixes. */
export type EventFilter = (record: unknown) => boolean;

/** A record passes when any pattern matches it; without patterns every record does. */
export function compileFilters(patterns: string[]): EventFilter {
  const filters = patterns.map((pattern) => compileObject(JSON.parse(pattern) as object, []));
  return (record) => filters.length === 0 || filters.some((filter) => filter(record));
}

function compileObject(pattern: object, path: string[]): EventFilter {
  const fields = Object.entries(pattern).map(([name, rule]) => {
    if (name.startsWith("$")) throw unknown(name, path);
    const inner = [...path, name];
    const filter = Array.isArray(rule) ? compileList(rule, inner) : compileNested(rule, inner);
    return { name, filter };
  });
  return (value) => {
    if (typeof value !== "object" || value === null) return false;
    return fields.every(({ name, filter }) => filter((value as Record<string, unknown>)[name]));
  };
}

function compileNested(rule: unknown, path: string[]): EventFilter {
  if (typeof rule !== "object" || rule === null) throw unknown(JSON.stringify(rule), path);
  return compileObject(rule, path);
}

function compileList(rules: unknown[], path: string[]): EventFilter {
  const filters = rules.map((rule) => compileRule(rule, path));
  return (value) => filters.some((filter) => filter(value));
}

function compileRule(rule: unknown, path: string[]): EventFilter {
  if (typeof rule !== "object") return (value) => value === rule;
  if (rule === null) return (value) => value === null;
  const [name, argument] = Object.entries(rule)[0] ?? [];
  if (Object.keys(rule).length === 1 && name === "prefix" && typeof argument === "string") {
    return (value) => typeof value === "string" && value.startsWith(argument);
  }
  throw unknown(JSON.stringify(rule), path);
}

function unknown(rule: string, path: string[]): LocalError {
  return new LocalError(
    `The local run does not know the filter ${rule} at ${path.join(".") || "the top"} of an event pattern.`,
  );
}
