import type { IndexSchema, TableSchema } from "../../lib/schema.ts";
import type { MessageShape, Move, ReleasedTables } from "./tables.ts";

/**
 * What rows, messages and executions of a release would miss in other tables, a sentence each; none: they only add to it. While
 * a deployment shifts, both releases run, and afterwards rows of the old one stay, some for good.
 */
export function lostSince(released: ReleasedTables, today: ReleasedTables): string[] {
  return [
    ...aggregates(released, today),
    ...steps(released, today),
    ...Object.entries(released.tables).flatMap(([name, table]) => ofTable(name, table, today.tables[name])),
    ...Object.entries(released.prefixes).flatMap(([on, rows]) =>
      without(rows, today.prefixes[on]).map((prefix) => `${on}: no function may reach rows of ${prefix} any more`),
    ),
    ...Object.entries(released.messages).flatMap(([queue, shape]) => ofMessage(queue, shape, today.messages[queue])),
  ];
}

function aggregates(released: ReleasedTables, today: ReleasedTables): string[] {
  return Object.entries(released.aggregates).flatMap(([name, { states, moves }]) => {
    const now = today.aggregates[name];
    if (!now) return [`${name}: the aggregate is gone`];
    const gone = without(states, now.states);
    return [
      ...gone.map((state) => `${name}: the state ${state} is gone, and rows may be in it`),
      ...moves
        .filter(([from, , to]) => from !== "(new)" && !gone.includes(from) && !gone.includes(to))
        .filter(([from, , to]) => !reach(now.moves, from).has(to))
        .map(([from, on, to]) => `${name}: a row in ${from} no longer gets to ${to} (${on})`),
    ];
  });
}

/** All states that a row may come to. Which moves take it there may change: whoever is under way arrives. */
function reach(moves: readonly Move[], from: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [from];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const [source, , to] of moves) {
      if (source !== state || reached.has(to)) continue;
      reached.add(to);
      waiting.push(to);
    }
  }
  return reached;
}

function steps(released: ReleasedTables, today: ReleasedTables): string[] {
  const moved = released.steps.filter((step, place) => today.steps[place] !== step);
  return [
    ...moved.map((step) => `Saga: the step ${step} is not in its place, by which its rows are found`),
    ...without(released.tasks, today.tasks).map((task) => `Saga: running executions ask for ${task}, which is gone`),
  ];
}

function ofTable(name: string, released: TableSchema, now: TableSchema | undefined): string[] {
  if (!now) return [`${name}: the table is gone`];
  return [
    ...(released.stream && !now.stream ? [`${name}: its stream is gone`] : []),
    ...(released.ttlAttribute === now.ttlAttribute
      ? []
      : [`${name}: rows end by ${released.ttlAttribute ?? "nothing"}, not by ${now.ttlAttribute ?? "nothing"}`]),
    ...released.indexes.flatMap((index) =>
      ofIndex(
        `${name}/${index.name}`,
        index,
        now.indexes.find((each) => each.name === index.name),
      ),
    ),
  ];
}

function ofIndex(name: string, released: IndexSchema, now: IndexSchema | undefined): string[] {
  if (!now) return [`${name}: the index is gone, and instances of the release ask it`];
  const keys = ({ partitionKey, sortKey }: IndexSchema) => [...partitionKey, ...sortKey].join(" ");
  if (keys(released) !== keys(now)) return [`${name}: its key was ${keys(released)} and is ${keys(now)}`];
  if (now.include === "ALL") return [];
  if (released.include === "ALL") return [`${name}: it no longer has whole rows`];
  return without(released.include, now.include).map((attribute) => `${name}: it no longer has ${attribute}`);
}

/** Messages of both releases are under way, and each is met by instances of the other. */
function ofMessage(queue: string, released: MessageShape, now: MessageShape | undefined): string[] {
  if (!now) return [`${queue}: the queue is gone`];
  const fields = ({ required, optional }: MessageShape) => [...required, ...optional];
  return [
    ...without(fields(released), fields(now)).map((field) => `${queue}: messages with ${field} are refused`),
    ...without(now.required, released.required).map((field) => `${queue}: messages without ${field} are refused`),
    ...without(released.required, now.required)
      .filter((field) => fields(now).includes(field))
      .map((field) => `${queue}: ${field} may be missing, and instances of the release ask for it`),
    ...Object.entries(now.values).flatMap(([field, values]) =>
      released.values[field] === undefined && fields(released).includes(field)
        ? [`${queue}: ${field} took any value and takes only ${values.join(", ")}`]
        : without(released.values[field] ?? [], values).map((value) => `${queue}: ${field} no longer takes ${value}`),
    ),
  ];
}

function without(all: readonly string[], some: readonly string[] = []): string[] {
  return all.filter((each) => !some.includes(each));
}
