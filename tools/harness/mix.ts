/** So many of each, well mixed: the n-th of each kind lies at the same part of the whole. */
export function mixed<Kind extends string>(counts: Partial<Record<Kind, number>>): Kind[] {
  const drawn = (Object.entries(counts) as [Kind, number][]).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_none, index) => ({ at: (index + 0.5) / count, kind })),
  );
  return drawn.sort((a, b) => a.at - b.at).map(({ kind }) => kind);
}
