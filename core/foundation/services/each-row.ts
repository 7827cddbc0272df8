import { atMost } from "./at-most.ts";

/** What became of the rows that worked out, and the first error of those that did not. */
export interface RowResults<Output> {
  done: Output[];
  failure: unknown;
}

/**
 * The sweeps run side by side, and all of them together stay below the connections that a client keeps: a request that
 * waits for one counts as one that cannot connect, so that of a large heap of rows the most would fail at once.
 */
const ROWS_AT_ONCE = 10;

/** Every row for itself: one that fails (a conflict, a throttle) must not take the others' messages with it. */
export async function eachRow<Row, Output>(
  rows: readonly Row[],
  work: (row: Row) => Promise<Output | undefined>,
): Promise<RowResults<Output>> {
  const failures: unknown[] = [];
  const results = await atMost(ROWS_AT_ONCE, rows, async (row) => {
    try {
      return await work(row);
    } catch (error) {
      failures.push(error);
      return undefined;
    }
  });
  return { done: results.filter((result) => result !== undefined), failure: failures[0] };
}

/** At the end of what had to go on: the first error of all, in the order of the parts. */
export function throwFirst(...parts: readonly Pick<RowResults<unknown>, "failure">[]): void {
  const failed = parts.find(({ failure }) => failure !== undefined);
  if (failed) throw failed.failure;
}
