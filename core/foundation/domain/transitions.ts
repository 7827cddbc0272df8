/** One allowed move of an aggregate. The write conditions, the types, `docs/states.md` and the tests read these rows. */
export interface Transition<State extends string, Event extends string> {
  from: State | "(new)";
  on: Event;
  to: State;
  by: "caller" | "worker" | "sweeper" | "operator";
  why: string;
}

/** A row of such a table: from, on, to, by, why. */
export function move<const From, const On, const To, const By>(from: From, on: On, to: To, by: By, why: string) {
  return { from, on, to, by, why };
}

/** The allowed-from set of an event, for the condition of its write. */
export function sourcesOf<State extends string, Event extends string>(
  table: readonly Transition<State, Event>[],
  event: Event,
): State[] {
  const sources = table.filter((row) => row.on === event && row.from !== "(new)").map((row) => row.from as State);
  return [...new Set(sources)];
}
