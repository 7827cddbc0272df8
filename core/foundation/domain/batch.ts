import { iso } from "./iso-time.ts";

/** What became of one item of a batch; compact, so that the first answer can be rebuilt from the request and these. */
export type Verdict<Status extends string, Code extends string> = (
  | { kind: "taken"; status: Status; isIdempotent: boolean; processedAt: number }
  | { kind: "rejected"; code: Code; processedAt: number }
) & {
  /** Of what is known by another id than its line has. */
  knownAs?: string;
};

/** What submitting something again means, that is known by its code or key. */
export type Resubmission<Code extends string> =
  /** The same request accepted it before it crashed. */
  { kind: "own" } | { kind: "existing" } | { kind: "retry" } | { kind: "refused"; code: Code };

/** One line of a batch. What stands twice is taken once; the later line shows what the first one came to. */
export type BatchLine<Item, Code extends string> =
  | { kind: "item"; index: number; id: string; item: Item }
  | { kind: "repeated"; index: number; id: string; firstIndex: number }
  /** Nothing else can come of it. */
  | { kind: "refused"; index: number; id: string; code: Code };

/** `[status, isIdempotent ? 1 : 0, processedAt]` or `[errorCode, processedAt]`: ~25 bytes an item. */
export function packVerdicts(verdicts: readonly Verdict<string, string>[]): string {
  return JSON.stringify(
    verdicts.map((verdict) =>
      verdict.kind === "taken"
        ? [verdict.status, verdict.isIdempotent ? 1 : 0, verdict.processedAt]
        : [verdict.code, verdict.processedAt],
    ),
  );
}

export function unpackVerdicts<Status extends string, Code extends string>(
  packed: string,
  knownAs: Readonly<Record<string, string>> = {},
): Verdict<Status, Code>[] {
  const rows = JSON.parse(packed) as ([Status, 0 | 1, number] | [Code, number])[];
  return rows.map((row, index) => {
    const other = knownAs[index] === undefined ? {} : { knownAs: knownAs[index] };
    return row.length === 3
      ? { kind: "taken", status: row[0], isIdempotent: row[1] === 1, processedAt: row[2], ...other }
      : { kind: "rejected", code: row[0], processedAt: row[1], ...other };
  });
}

/** The ids that are not their lines', by the lines' places. They are kept beside the verdicts. */
export function knownAsOf(verdicts: readonly Verdict<string, string>[]): Record<string, string> | undefined {
  const others = verdicts.flatMap(({ knownAs }, index) => (knownAs === undefined ? [] : [[index, knownAs] as const]));
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

/** How the answer names its items: by what its caller calls them, and by our id. */
export interface ItemNames<Code extends string> {
  idName: string;
  idOf: (index: number) => string;
  callersOf: (index: number) => object;
  /** A refusal's sentence. */
  detailOf: (code: Code, index: number) => string;
}

/** The answer to a batch, in input order. `View`: its shape in the contract. */
export function batchView<View, Code extends string = string>(
  batchId: string,
  verdicts: readonly Verdict<string, Code>[],
  { idName, idOf, callersOf, detailOf }: ItemNames<Code>,
): View {
  const summary = { accepted: 0, replayed: 0, rejected: 0 };
  const items = verdicts.map((verdict, index) => {
    const names = { index, ...callersOf(index) };
    const processedAt = iso(verdict.processedAt);
    if (verdict.kind === "rejected") {
      summary.rejected++;
      const { code } = verdict;
      const error = { code, detail: detailOf(code, index) };
      return { ...names, [idName]: null, status: "REJECTED", isIdempotent: false, processedAt, error };
    }
    const { status, isIdempotent } = verdict;
    summary[isIdempotent ? "replayed" : "accepted"]++;
    return { ...names, [idName]: idOf(index), status, isIdempotent, processedAt };
  });
  return { batchId, summary, items } as View;
}
