import type { Money } from "../../../../core/foundation/domain/money.ts";
import type { Transition } from "../../../../core/foundation/domain/transitions.ts";
import type { Effect } from "../effects.ts";

/** What a dialog asks beside the reason. */
export interface Field {
  name: string;
  label: string;
  hint?: string;
  isRequired: boolean;
  /** It is sent as a number, a whole one. */
  isNumber?: true;
  /** It is sent as a list: several of them with commas between. */
  isList?: true;
}

/** Something that an operator can do to one thing in its present state. */
export interface Action {
  /** Its button. */
  title: string;
  /** What will happen: the words of the tables' moves, and what else there is to know. */
  will: readonly string[];
  /** What the thing is then. */
  leadsTo: readonly string[];
  /** A field that stands in it, as `{name}`, is not sent in the body. */
  path: string;
  /** @default "POST" */
  method?: "PUT";
  /** What it says beside the reason. */
  body?: Readonly<Record<string, unknown>>;
  /** It takes no reason: the contract has none for it. */
  hasNoReason?: true;
  fields?: readonly Field[];
  /** Money that moves, or is decided about: it has to be typed again. */
  typed?: Money;
  /** Money of which only a person knows the amount; its currency, where that is known. */
  asksAmount?: { currency?: string | undefined };
  /** What it does to ledger and wallet. With `asksAmount`, of the amount that was typed. */
  effects?(money: Money | undefined): readonly Effect[];
  /** It cannot be taken back. */
  isFinal?: true;
  /** What the answer says, where it says more than what the thing is now. */
  told?(answer: unknown): readonly string[];
}

/** Which moves of a table an action is. */
export interface Moves<State extends string, Event extends string> {
  on: readonly Event[];
  /** Of those, the ones that lead there. */
  to?: readonly State[];
  /** The API lets operators do what the table calls a caller's: its route says so. */
  alsoCallers?: true;
}

/** The moves of the table that it is, in this state; none: it is not offered. Nothing else decides what is. */
export function movesOf<State extends string, Event extends string>(
  table: readonly Transition<State, Event>[],
  state: string,
  { on, to, alsoCallers }: Moves<State, Event>,
): Transition<State, Event>[] {
  return table.filter(
    (row) =>
      row.from === state &&
      on.includes(row.on) &&
      (to === undefined || to.includes(row.to)) &&
      (row.by === "operator" || (alsoCallers === true && row.by === "caller")),
  );
}

/** The action, if the table offers it in this state, with the table's own words. */
export function offer<State extends string, Event extends string>(
  table: readonly Transition<State, Event>[],
  state: string,
  moves: Moves<State, Event>,
  action: Omit<Action, "will" | "leadsTo"> & { will?: readonly string[] },
): Action[] {
  const rows = movesOf(table, state, moves);
  if (rows.length === 0) return [];
  const words = [...new Set(rows.map(({ why }) => sentence(why)))];
  return [{ ...action, will: [...words, ...(action.will ?? [])], leadsTo: [...new Set(rows.map(({ to }) => to))] }];
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
