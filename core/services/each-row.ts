/** What became of the rows that worked out, and the first error of those that did not. */
export interface RowResults<Output> {
  done: Output[];
  failure: unknown;
}

/** Every row for itself: one that fails (a conflict, a throttle) must not take the others' messages with it. */
export async function eachRow<Row, Output>(
  rows: readonly Row[],
  work: (row: Row) => Promise<Output | undefined>,
): Promise<RowResults<Output>> {
  const results = await Promise.allSettled(rows.map(work));
  return {
    done: results.flatMap((result) =>
      result.status === "fulfilled" && result.value !== undefined ? [result.value] : [],
    ),
    failure: results.find((result) => result.status === "rejected")?.reason,
  };
}
