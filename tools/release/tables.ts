/** What a release leaves behind in rows, messages and executions: everything that the next one has to cope with. */

import * as z from "zod/mini";
import { FORMER_TASKS, PAYMENT_SAGA, PAYMENT_TASKS } from "../../core/payments/domain/payment-saga.ts";
import { POINTERS } from "../../lambdas/queue/pointers.ts";
import { FUNCTIONS, type FunctionRow } from "../../lib/functions.ts";
import { TABLES, type TableSchema } from "../../lib/schema.ts";
import { AGGREGATES, WITHOUT_MOVES } from "./aggregates.ts";

/** `from --on--> to`; `from` is `(new)` for what makes a row. */
export type Move = [from: string, on: string, to: string];

export interface MessageShape {
  required: string[];
  optional: string[];
  /** Of a field that takes only these. */
  values: Record<string, string[]>;
}

/** A file of `docs/releases/`. */
export interface ReleasedTables {
  aggregates: Record<string, { states: string[]; moves: Move[] }>;
  /** Of the payment saga: a step's row is found by its place here. */
  steps: string[];
  /** Names that a running execution may ask for. */
  tasks: string[];
  tables: Record<string, TableSchema>;
  /** Table, or `table/index` -> beginnings of partition keys. */
  prefixes: Record<string, string[]>;
  messages: Record<string, MessageShape>;
}

export function tablesOfToday(): ReleasedTables {
  const withMoves = Object.entries(AGGREGATES).map(([name, { states, moves }]) => [
    name,
    { states: [...states], moves: moves.map(({ from, on, to }): Move => [from, on, to]) },
  ]);
  const without = Object.entries(WITHOUT_MOVES).map(([name, states]) => [name, { states: [...states], moves: [] }]);
  return {
    aggregates: Object.fromEntries([...withMoves, ...without]),
    steps: PAYMENT_SAGA.map(({ step }) => step),
    tasks: [...PAYMENT_TASKS, ...Object.keys(FORMER_TASKS)],
    tables: TABLES,
    prefixes: prefixes(),
    messages: Object.fromEntries(Object.entries(POINTERS).map(([queue, schema]) => [queue, shapeOf(schema)])),
  };
}

/** What no function may reach is lost, whoever wrote it: so the rights say which keys there are. */
function prefixes(): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { access } of Object.values<FunctionRow>(FUNCTIONS))
    for (const { on, rows } of access)
      if (!on.startsWith("sandbox")) found.set(on, new Set([...(found.get(on) ?? []), ...rows]));
  return Object.fromEntries([...found].sort().map(([on, rows]) => [on, [...rows].sort()]));
}

function shapeOf(schema: z.ZodMiniType): MessageShape {
  const { properties = {}, required = [] } = z.toJSONSchema(schema) as {
    properties?: Record<string, { enum?: string[] }>;
    required?: string[];
  };
  const names = Object.keys(properties);
  return {
    required: names.filter((name) => required.includes(name)),
    optional: names.filter((name) => !required.includes(name)),
    values: Object.fromEntries(Object.entries(properties).flatMap(([name, { enum: of }]) => (of ? [[name, of]] : []))),
  };
}
