/** So many at a time, as so many clients would: the next begins when one has ended. In order of the work. */
export async function inTurns<Work, Result>(
  works: readonly Work[],
  clients: number,
  run: (work: Work) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = works.entries();
  const client = async () => {
    for (const [index, work] of left) results[index] = await run(work);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return results;
}
