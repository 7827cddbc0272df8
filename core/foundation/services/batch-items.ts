import type { BatchLine, Resubmission, Verdict } from "../domain/batch.ts";
import { type ErrorCode, RetryableError } from "../domain/errors.ts";
import type { Key, Refusal, Write } from "../store/table.ts";
import type { Deps, VaultDeps } from "./deps.ts";

/** What an item becomes. */
export interface TakenRow {
  state: string;
  acceptedAt: number;
}

export interface AcceptedItem<Row> {
  row: Row;
  /** The row's own first, then those that ask for it by its other ids: what is there instead comes back with a refusal. */
  writes: Write[];
  /** How many of them these are. @default 1 */
  heads?: number;
}

/** What is known instead, of the writes that were refused. */
export function knownBy<Row>(
  refusals: readonly (Refusal | undefined)[],
  { heads = 1 }: Pick<AcceptedItem<Row>, "heads">,
): Row | undefined {
  return refusals.slice(0, heads).find((refusal) => refusal?.old)?.old as Row | undefined;
}

/** One kind of things that are submitted in batches. `Item`: as it enters; `Row`: what it is once it is taken. */
export interface BatchKind<Item, Row extends TakenRow, Code extends ErrorCode> {
  /** Where its row may be: in one of these places. */
  keysOf: (item: Item) => Key[];
  idOf: (row: Row) => string;
  decide: (known: Row, item: Item) => Resubmission<Code>;
  acceptNew: (deps: VaultDeps, item: Item, nowMs: number) => AcceptedItem<Row>;
  acceptAgain: (deps: VaultDeps, known: Row, item: Item, nowMs: number) => AcceptedItem<Row>;
  onAccepted: (deps: Deps, row: Row) => void;
  /** An item's error as a sentence. */
  detailOf: (code: Code, id: string) => string;
  /** Counted: another batch is at it. */
  inProgress: Code;
  /** What is said when others were faster each time. */
  busy: string;
}

export type VerdictOn<Row extends TakenRow, Code extends ErrorCode> = Verdict<Row["state"], Code>;
type ItemLine<Item, Code extends string> = BatchLine<Item, Code> & { kind: "item" };

export function isItem<Item, Code extends string>(line: BatchLine<Item, Code>): line is ItemLine<Item, Code> {
  return line.kind === "item";
}

/** Known rows by their lines' ids: one strongly consistent read per 100 keys. */
export async function classify<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: Deps,
  { keysOf }: BatchKind<Item, Row, Code>,
  lines: readonly ItemLine<Item, Code>[],
): Promise<Map<string, Row>> {
  const places = lines.flatMap(({ id, item }) => keysOf(item).map((key) => ({ id, key })));
  const rows = (await deps.tables.getMany(
    "main",
    places.map(({ key }) => key),
  )) as (Row | undefined)[];
  return new Map(rows.flatMap((row, index) => (row ? [[places[index]?.id ?? "", row] as const] : [])));
}

/** Said of a verdict on a row that its line does not name. */
export function knownAs<Item, Row extends TakenRow, Code extends ErrorCode>(
  { idOf }: BatchKind<Item, Row, Code>,
  row: Row,
  id: string,
): { knownAs?: string } {
  return idOf(row) === id ? {} : { knownAs: idOf(row) };
}

/** Each round loses only to another request that moved the same row on. */
const ROUNDS_MAX = 3;

/** One item's verdict, by its own transaction when it takes effect. `processedAt`: of the request, also when it is resumed. */
export async function takeItem<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: VaultDeps,
  kind: BatchKind<Item, Row, Code>,
  { id, item }: { id: string; item: Item },
  classified: Row | undefined,
  processedAt: number,
): Promise<VerdictOn<Row, Code>> {
  let known = classified;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const next = known ? decideKnown(deps, kind, known, item, processedAt) : kind.acceptNew(deps, item, deps.clock());
    if ("kind" in next) return known ? { ...next, ...knownAs(kind, known, id) } : next;
    const result = await deps.tables.transact(next.writes);
    if (result.committed) {
      kind.onAccepted(deps, next.row);
      return { kind: "taken", status: "ACCEPTED", isIdempotent: false, processedAt, ...knownAs(kind, next.row, id) };
    }
    known = knownBy(result.refusals, next) ?? known;
  }
  throw new RetryableError("overloaded", kind.busy, 1000);
}

/** The verdict on what is known, or the writes that try it again. */
function decideKnown<Item, Row extends TakenRow, Code extends ErrorCode>(
  deps: VaultDeps,
  kind: BatchKind<Item, Row, Code>,
  known: Row,
  item: Item,
  processedAt: number,
): VerdictOn<Row, Code> | AcceptedItem<Row> {
  const decision = kind.decide(known, item);
  switch (decision.kind) {
    case "own":
      return { kind: "taken", status: "ACCEPTED", isIdempotent: false, processedAt };
    case "existing":
      return { kind: "taken", status: known.state, isIdempotent: true, processedAt: known.acceptedAt };
    case "refused":
      if (decision.code === kind.inProgress) deps.metrics.count("RefusedInProgress");
      return { kind: "rejected", code: decision.code, processedAt };
    case "retry":
      return kind.acceptAgain(deps, known, item, deps.clock());
  }
}

export function countVerdicts(deps: Deps, verdicts: readonly Verdict<string, string>[]): void {
  const count = (
    name: Parameters<typeof deps.metrics.count>[0],
    matches: (verdict: Verdict<string, string>) => boolean,
  ) => {
    const total = verdicts.filter(matches).length;
    if (total > 0) deps.metrics.count(name, total);
  };
  count("BatchItemAccepted", (verdict) => verdict.kind === "taken" && !verdict.isIdempotent);
  count("BatchItemReplayed", (verdict) => verdict.kind === "taken" && verdict.isIdempotent);
  count("BatchItemRejected", (verdict) => verdict.kind === "rejected");
}
