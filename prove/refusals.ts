import { isDeepStrictEqual } from "node:util";
import type { Fragment } from "../core/foundation/store/expression.ts";
import type { Item, Write } from "../core/foundation/store/table.ts";

/** Which of a write's conditions (`<write>.<clause>`) a row does not fulfil, whether they are asked or left out. */
export function unfulfilled(write: Write, row: Item | undefined): string[] {
  return Object.entries(write.only)
    .filter(([, fragment]) => !isFulfilled(fragment, row ?? {}))
    .map(([clause]) => `${write.name}.${clause}`);
}

/** The expressions that `core/foundation/store/expression.ts` writes, asked of a row. */
export function isFulfilled(fragment: Fragment, row: Item): boolean {
  const names: string[] = [];
  const values: unknown[] = [];
  const text = fragment({
    name: (attribute) => `#${names.push(attribute) - 1}`,
    value: (value) => `:${values.push(value) - 1}`,
  });
  const valueAt = (path: string): unknown =>
    path.startsWith(":")
      ? values[Number(path.slice(1))]
      : path
          .split(".")
          .reduce<unknown>((found, part) => (found as Item | undefined)?.[names[Number(part.slice(1))] ?? ""], row);
  return isTrue(text, valueAt);
}

/** `valueAt`: what stands behind a name or a value of the text. */
export function isTrue(text: string, valueAt: (path: string) => unknown): boolean {
  const any = partsOf(text, " OR ");
  if (any.length > 1) return any.some((part) => isTrue(part, valueAt));
  const all = partsOf(text, " AND ");
  if (all.length > 1) return all.every((part) => isTrue(part, valueAt));
  if (text.startsWith("(")) return isTrue(text.slice(1, -1), valueAt);
  const [, asks, asked = ""] = /^(attribute_\w+)\((.*)\)$/.exec(text) ?? [];
  if (asks) return (valueAt(asked) !== undefined) === (asks === "attribute_exists");
  const [, attribute, prefix] = /^begins_with\((.*), (.*)\)$/.exec(text) ?? [];
  if (attribute && prefix) return String(valueAt(attribute) ?? "").startsWith(String(valueAt(prefix)));
  const [left = "", operator, ...rest] = text.split(" ");
  const found = valueAt(left);
  const wanted = rest.map((each) => valueAt(each.replaceAll(/[(),]/g, "")));
  const [value] = wanted as [number];
  if (found === undefined) return false;
  switch (operator) {
    case "=":
      return isDeepStrictEqual(found, value);
    case "<>":
      return !isDeepStrictEqual(found, value);
    case "<":
      return (found as number) < value;
    case "<=":
      return (found as number) <= value;
    case ">=":
      return (found as number) >= value;
    case ">":
      return (found as number) > value;
    case "IN":
      return wanted.includes(found as number);
    default:
      throw new Error(`no such operator in a condition: ${text}`);
  }
}

/** Split where no parenthesis is open. */
function partsOf(text: string, by: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")") depth--;
    if (depth > 0 || !text.startsWith(by, at)) continue;
    parts.push(text.slice(from, at));
    from = at + by.length;
  }
  return [...parts, text.slice(from)];
}
