import type { Bench } from "./bench.ts";

/** What the vendor's account is tried by: `own` as configured, the others with one thing wrong. */
export type Ports<Name extends string, Port> = Partial<Record<Name, Port>>;

/** What payments, payouts and messages have in common when a case tries one. */
export abstract class Trial<Name extends string, Port> {
  protected readonly bench: Bench;
  readonly #ports: Ports<Name, Port>;

  constructor({ bench, ports }: { bench: Bench; ports: Ports<Name, Port> }) {
    this.bench = bench;
    this.#ports = ports;
  }

  losing<T>(call: () => Promise<T>): Promise<T> {
    return this.bench.wire.losingAnswer(call);
  }

  protected port(name: Name): Port {
    const port = this.#ports[name];
    if (port === undefined) throw new RangeError(`no port ${name}`);
    return port;
  }

  protected async personDoes(task: string): Promise<object> {
    const done = await this.bench.person?.does(task);
    return { person: done === true ? "did it" : "did not" };
  }
}
