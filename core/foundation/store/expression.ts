/**
 * Conditions as named clauses. The store joins them into one expression, so that each has a name in errors, in
 * documentation and in the test that leaves it out and must see the damage.
 */

export interface Placeholders {
  name(attribute: string): string;
  value(value: unknown): string;
}

/** Renders one clause of a condition, or the right side of an assignment. */
export type Fragment = (p: Placeholders) => string;

/** Clause name -> clause; all must hold. */
export type Clauses = Record<string, Fragment>;

export const equals =
  (attribute: string, value: unknown): Fragment =>
  (p) =>
    `${p.name(attribute)} = ${p.value(value)}`;

export const below =
  (attribute: string, value: number | string): Fragment =>
  (p) =>
    `${p.name(attribute)} < ${p.value(value)}`;

export const atMost =
  (attribute: string, value: number | string): Fragment =>
  (p) =>
    `${p.name(attribute)} <= ${p.value(value)}`;

export const atLeast =
  (attribute: string, value: number): Fragment =>
  (p) =>
    `${p.name(attribute)} >= ${p.value(value)}`;

/** Of two numbers of the row itself. */
export const belowAttribute =
  (attribute: string, bound: string): Fragment =>
  (p) =>
    `${p.name(attribute)} < ${p.name(bound)}`;

export const oneOf =
  (attribute: string, values: readonly string[]): Fragment =>
  (p) =>
    `${p.name(attribute)} IN (${values.map((value) => p.value(value)).join(", ")})`;

export const absent =
  (attribute: string): Fragment =>
  (p) =>
    `attribute_not_exists(${p.name(attribute)})`;

/** Still as it was read; `undefined`: still not there. */
export const asSeen = (attribute: string, value: unknown): Fragment =>
  value === undefined ? absent(attribute) : equals(attribute, value);

export const present =
  (attribute: string): Fragment =>
  (p) =>
    `attribute_exists(${p.name(attribute)})`;

export const anyOf =
  (...fragments: Fragment[]): Fragment =>
  (p) =>
    join(fragments, "OR", p);

export const allOf =
  (...fragments: Fragment[]): Fragment =>
  (p) =>
    join(fragments, "AND", p);

/** Each part in parentheses, once: DynamoDB refuses redundant ones. */
function join(fragments: readonly Fragment[], operator: "AND" | "OR", p: Placeholders): string {
  return fragments.map((fragment) => `(${fragment(p)})`).join(` ${operator} `);
}

/** Assignment that keeps what is there: `SET a = if_not_exists(a, :value)`. */
export class Keep {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** Assignment that appends to a list, making it when absent. */
export class Append {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** Assignment relative to the stored number, `from` when absent. */
export class Plus {
  readonly value: number;
  readonly from: number;
  constructor(value: number, from = 0) {
    this.value = value;
    this.from = from;
  }
}

/** `undefined` leaves the attribute alone; use `remove` to take it away. */
export type Assignments = Record<string, unknown>;

export interface Expression {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
  ConditionExpression?: string;
  UpdateExpression?: string;
}

/** Joins clauses and assignments; `omit` names clauses (`<write>.<clause>`) that a mutation test leaves out. */
export function toExpression(
  write: { name: string; only?: Clauses | undefined; set?: Assignments; remove?: readonly string[] },
  omit: ReadonlySet<string>,
): Expression {
  const names = new Map<string, string>();
  const values: Record<string, unknown> = {};
  const p: Placeholders = {
    name(attribute) {
      const known = names.get(attribute);
      if (known) return known;
      const placeholder = `#${attribute}`;
      names.set(attribute, placeholder);
      return placeholder;
    },
    value(value) {
      const placeholder = `:v${Object.keys(values).length}`;
      values[placeholder] = value;
      return placeholder;
    },
  };

  const clauses = Object.entries(write.only ?? {}).filter(([clause]) => !omit.has(`${write.name}.${clause}`));
  const condition = join(
    clauses.map(([, fragment]) => fragment),
    "AND",
    p,
  );
  const update = renderUpdate(write.set ?? {}, write.remove ?? [], p);

  const expression: Expression = {};
  if (condition) expression.ConditionExpression = condition;
  if (update) expression.UpdateExpression = update;
  if (names.size > 0) {
    expression.ExpressionAttributeNames = Object.fromEntries(
      [...names].map(([attribute, placeholder]) => [placeholder, attribute]),
    );
  }
  if (Object.keys(values).length > 0) expression.ExpressionAttributeValues = values;
  return expression;
}

function renderUpdate(set: Assignments, remove: readonly string[], p: Placeholders): string {
  const assignments = Object.entries(set)
    .filter(([, value]) => value !== undefined)
    .map(([attribute, value]) => `${p.name(attribute)} = ${rightSide(p.name(attribute), value, p)}`);
  const parts = [];
  if (assignments.length > 0) parts.push(`SET ${assignments.join(", ")}`);
  if (remove.length > 0) parts.push(`REMOVE ${remove.map((attribute) => p.name(attribute)).join(", ")}`);
  return parts.join(" ");
}

function rightSide(name: string, value: unknown, p: Placeholders): string {
  if (value instanceof Keep) return `if_not_exists(${name}, ${p.value(value.value)})`;
  if (value instanceof Append) return `list_append(if_not_exists(${name}, ${p.value([])}), ${p.value([value.value])})`;
  if (value instanceof Plus) return `if_not_exists(${name}, ${p.value(value.from)}) + ${p.value(value.value)}`;
  return p.value(value);
}
