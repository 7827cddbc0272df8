/** One way of doing the measured thing. `prepare` is not timed; what it gives is handed to `run`. */
export interface Variant<Prepared = unknown> {
  prepare: () => Promise<Prepared> | Prepared;
  run: (prepared: Prepared) => Promise<unknown>;
}

export interface Measured {
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** Requests to DynamoDB per run, on average. */
  requests: number;
  /** Milliseconds of each round, in order. */
  times: number[];
}

/** Runs all variants in turn, each round in another order, so that whatever else the machine does hits them alike. */
export async function interleave<Name extends string>(
  rounds: number,
  meter: { requests: number },
  // biome-ignore lint/suspicious/noExplicitAny: each variant hands itself what it has prepared
  variants: Record<Name, Variant<any>>,
): Promise<Record<Name, Measured>> {
  const names = Object.keys(variants) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const requests = new Map<Name, number>(names.map((name) => [name, 0]));
  const warmUpRounds = Math.ceil(rounds / 10);
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    if (round % 100 === 0) globalThis.gc?.();
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] as Name;
      const prepared = await variants[name].prepare();
      const before = meter.requests;
      const startedAt = performance.now();
      await variants[name].run(prepared);
      const took = performance.now() - startedAt;
      if (round < warmUpRounds) continue;
      times.get(name)?.push(took);
      requests.set(name, (requests.get(name) ?? 0) + meter.requests - before);
    }
  }
  const measured = names.map((name) => {
    const all = times.get(name) ?? [];
    const average = (requests.get(name) ?? 0) / rounds;
    return [name, { p50: quantile(all, 0.5), p95: quantile(all, 0.95), requests: average, times: all }];
  });
  return Object.fromEntries(measured) as Record<Name, Measured>;
}

/** The median of the rounds' own ratios: slow seconds of the machine hit both sides of a round. */
export function pairedRatio(one: Measured, other: Measured): number {
  return quantile(
    one.times.map((took, round) => took / (other.times[round] ?? Number.NaN)),
    0.5,
  );
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export const ms = (value: number): string => `${value.toFixed(2)} ms`;
