import { describe, expect, test } from "@jest/globals";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import { relayOutbox, sweepOutbox } from "../../../../core/foundation/services/outbox.ts";
import { duePlaces } from "../../../../core/foundation/store/keys.ts";
import type { OutboxRow } from "../../../../core/foundation/store/outbox-store.ts";
import type { IndexQuery, Item, Write } from "../../../../core/foundation/store/table.ts";
import { sweepRefunds, sweepSagas, sweepWebhooks } from "../../../../core/payments/services/payment-sweep.ts";
import { sweepRedemptions } from "../../../../core/redemptions/services/redemption-sweep.ts";
import type { AllDeps } from "../../../../lambdas/runtime/all-deps.ts";

const SWEEPS = [
  ["sweepOutbox", sweepOutbox, "message"],
  ["sweepRedemptions", sweepRedemptions, "redemption"],
  ["sweepSagas", sweepSagas, "saga"],
  ["sweepRefunds", sweepRefunds, "refund"],
  ["sweepWebhooks", sweepWebhooks, "webhook"],
] as const;

/** Tables that hold as many due rows of each kind as asked for, and say how much was under way at once. */
class Heap {
  readonly written: string[] = [];
  readonly sent: string[] = [];
  most = 0;
  #underWay = 0;
  /** Whether a request to the tables or a queue fails. */
  fails: (request: string) => boolean = () => false;

  readonly #rowsInShard: number;

  constructor(rowsInShard: number) {
    this.#rowsInShard = rowsInShard;
  }

  async #request<T>(name: string, answer: () => T): Promise<T> {
    this.most = Math.max(this.most, ++this.#underWay);
    await new Promise(setImmediate);
    this.#underWay--;
    if (this.fails(name)) throw new Error(name);
    return answer();
  }

  #rowsOf(duePk: string): Item[] {
    const [kind = "", shard = ""] = duePk.split("#");
    const type = Number(shard) % 2 === 0 ? "redemptions" : "refunds";
    return Array.from({ length: this.#rowsInShard }, (_none, n) => ({
      pk: `${kind}#acme#${shard}-${n}`,
      sk: "HEAD",
      dueAt: 1,
      type,
      ref: { tenantId: "acme", redemptionId: `${shard}-${n}` },
    }));
  }

  readonly deps = {
    clock: () => 1_000_000,
    limits: LIMITS.production,
    log: { info: () => {} },
    metrics: { count: () => {}, gauge: () => {} },
    tables: {
      getMany: async () => [],
      query: (_table: string, query: IndexQuery) =>
        this.#request(`read ${query.partition[1]}`, () => ({
          // What a saga's sweep reads besides has its own tests: there is nothing behind these rows.
          items: query.index === "due" ? this.#rowsOf(query.partition[1]) : [],
        })),
      write: (write: Write & { kind: "update" }) =>
        this.#request(`${write.name} ${write.key.pk}`, () => {
          this.written.push(`${write.name} ${write.key.pk}`);
          return { committed: true };
        }),
    },
    jobs: {
      send: (messages: { job: { queue: string } }[]) =>
        this.#request(messages[0]?.job.queue ?? "", () => this.sent.push(...messages.map(({ job }) => job.queue))),
    },
    executions: { isRunning: async () => true },
  } as unknown as AllDeps;
}

describe.each(SWEEPS)("%s", (name, sweep, rows) => {
  const places = duePlaces(rows).length;

  test("has at most ten requests under way, however much is due", async () => {
    const heap = new Heap(40);
    await sweep(heap.deps);
    expect(heap.most).toBeGreaterThan(1);
    expect(heap.most).toBeLessThanOrEqual(10);
  });

  test("goes through all other shards when one cannot be read, and fails at its end", async () => {
    const heap = new Heap(1);
    heap.fails = (request) => /^read .*#0$/.test(request);
    await expect(sweep(heap.deps)).rejects.toThrow(/^read .*#0$/);
    expect(heap.written.filter((write) => write.includes(".postpone"))).toHaveLength(places - 1);
  });

  test("claims all other rows when one cannot be claimed, and fails at its end", async () => {
    const heap = new Heap(1);
    heap.fails = (request) => /\.postpone.*#3-0/.test(request);
    await expect(sweep(heap.deps)).rejects.toThrow(/\.postpone/);
    expect(heap.written.filter((write) => write.includes(".postpone"))).toHaveLength(places - 1);
    if (name !== "sweepSagas") expect(heap.sent).toHaveLength(places - 1);
  });
});

const outbox = (count: number, type: OutboxRow["type"]): OutboxRow[] =>
  Array.from({ length: count }, (_none, n) => ({
    pk: `OUT#acme#${type}-${n}`,
    sk: "#1",
    type,
    ref: { tenantId: "acme", redemptionId: `${n}` },
  }));

test("of a large heap of outbox rows at most ten are marked as sent at once", async () => {
  const heap = new Heap(0);
  await relayOutbox(heap.deps, outbox(300, "redemptions"));
  expect(heap.written).toHaveLength(300);
  expect(heap.most).toBe(10);
});

test("a queue that cannot be reached keeps no other's messages from being sent and marked, and the relay fails", async () => {
  const heap = new Heap(0);
  heap.fails = (request) => request === "redemptions";
  await expect(relayOutbox(heap.deps, [...outbox(2, "redemptions"), ...outbox(3, "refunds")])).rejects.toThrow(
    "redemptions",
  );
  expect(heap.sent).toEqual(["refunds", "refunds", "refunds"]);
  expect(heap.written).toHaveLength(3);
  expect(heap.written.every((write) => write.startsWith("outbox.sent OUT#acme#refunds"))).toBe(true);
});

test("a row that cannot be marked keeps no other from being marked, and the relay fails", async () => {
  const heap = new Heap(0);
  heap.fails = (request) => request.endsWith("-1");
  await expect(relayOutbox(heap.deps, outbox(4, "refunds"))).rejects.toThrow("outbox.sent");
  expect(heap.written).toHaveLength(3);
});
