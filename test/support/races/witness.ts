import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "@jest/globals";
import canonicalize from "canonicalize";
import { ERRORS, RetryableError, TerminalError, WaitingError } from "../../../core/foundation/domain/errors.ts";
import type { Answer, IdempotentRequest } from "../../../core/foundation/services/deps.ts";
import { findViolations } from "../../../invariants/find-violations.ts";
import type { ClientCall, Expectations, Row, Snapshot } from "../../../invariants/snapshot.ts";
import type { PaymentWorld } from "../payment-world.ts";
import type { World } from "../world.ts";

/** Remembers what the callers of one world were told, and holds it against the rows. */
export class Witness {
  readonly calls: ClientCall[] = [];
  readonly #world: World;
  readonly #payments: PaymentWorld | undefined;

  constructor(world: World, payments?: PaymentWorld) {
    this.#world = world;
    this.#payments = payments;
  }

  async send(request: IdempotentRequest, answer: () => Promise<Answer>): Promise<Answer> {
    const { ownerId: owner, route, key, content } = request;
    const call = { owner, route, key, fingerprint: JSON.stringify(content), sentAt: this.#world.nowMs };
    const told = (status: number, body: unknown) =>
      this.calls.push({ ...call, receivedAt: this.#world.nowMs, status, body: inFixedOrder(body) });
    try {
      const given = await answer();
      told(given.httpStatus, given.body);
      return given;
    } catch (error) {
      if (error instanceof WaitingError) told(409, { code: error.code, retryable: false, ...error.wait });
      if (error instanceof TerminalError || error instanceof RetryableError)
        told(ERRORS[error.code].status, { code: error.code, retryable: error instanceof RetryableError });
      throw error;
    }
  }

  /** Nothing is under way: the invariants hold. `settled`: and nothing is left to do. */
  async expectSound(settled?: "settled"): Promise<void> {
    const expectations: Expectations = settled ? { settled: { mayNeedReview: () => false } } : {};
    expect(findViolations(await this.#snapshot(), expectations)).toEqual([]);
  }

  async #snapshot(): Promise<Snapshot> {
    const { client, main, transient, events } = this.#world.tables;
    const scan = async (TableName: string) =>
      ((await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? []) as Row[];
    const exchange = this.#world.exchange.effects.map((effect) => ({ ...effect, currency: "USD" }));
    const channel = this.#payments?.channel.effects ?? [];
    return {
      main: await scan(main),
      events: await scan(events),
      announced: this.#world.announced,
      transient: (await scan(transient)).map((row) =>
        typeof row.body === "string" ? { ...row, body: inFixedOrder(JSON.parse(row.body)) } : row,
      ),
      effects: { exchange, channel },
      calls: this.calls,
    };
  }
}

/** An engine gives the fields of a map in any order: two answers that say the same must not differ by that. */
function inFixedOrder(body: unknown): string {
  return canonicalize(body) ?? "";
}
