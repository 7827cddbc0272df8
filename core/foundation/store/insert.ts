import { type Clauses, toExpression } from "./expression.ts";

/** DynamoDB's bound on statements in one BatchExecuteStatement. */
export const INSERTS_MAX = 25;

interface Put {
  name: string;
  table: string;
  item: { pk: string; sk: string };
  only: Clauses;
  tells?: object;
}

/** What toExpression makes of `absent("pk")` when nothing stands beside it. */
const NEW_ROW = "(attribute_not_exists(#pk))";

/**
 * Those that a statement can say: INSERT is a put whose one condition is that no such row is there, at the price of a put. Two
 * statements for one row would have the whole request refused, so the second of them is left out. What tells of an event is written
 * with it.
 */
export function insertable<One extends Put>(puts: readonly One[], omit: ReadonlySet<string>): One[] {
  const first = new Map(puts.toReversed().map((put) => [`${put.table}\n${put.item.pk}\n${put.item.sk}`, put]));
  const firsts = new Set(first.values());
  return puts.filter((put) => firsts.has(put) && !put.tells && toExpression(put, omit).ConditionExpression === NEW_ROW);
}

export function insertStatement(
  table: string,
  item: Record<string, unknown>,
): { Statement: string; Parameters: unknown[] } {
  const fields = Object.entries(item).filter(([, value]) => value !== undefined);
  const names = fields.map(([name]) => `'${name}': ?`).join(", ");
  return { Statement: `INSERT INTO "${table}" VALUE {${names}}`, Parameters: fields.map(([, value]) => value) };
}
