import { randomBytes } from "node:crypto";
import { type DynamoDBDocumentClient, ScanCommand, type ScanCommandInput } from "@aws-sdk/lib-dynamodb";
import { ulid } from "ulid";
import { isAllowedUrl } from "../../core/events/domain/webhook-url.ts";
import type { RedemptionRef } from "../../core/foundation/domain/ids.ts";
import type { Job } from "../../core/foundation/domain/jobs.ts";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import type { MetricName } from "../../core/foundation/domain/metrics.ts";
import { CodeVault } from "../../core/foundation/services/code-vault.ts";
import type { Answer, IdempotentRequest } from "../../core/foundation/services/deps.ts";
import { sweepOutbox } from "../../core/foundation/services/outbox.ts";
import { Tables } from "../../core/foundation/store/table.ts";
import type { WebhookVerifier } from "../../core/payments/domain/channel.ts";
import type { Channels } from "../../core/payments/services/deps.ts";
import { createAccount } from "../../core/redemptions/services/accounts.ts";
import { createPlan } from "../../core/redemptions/services/plans.ts";
import { sweepRedemptions } from "../../core/redemptions/services/redemption-sweep.ts";
import { workRedemption } from "../../core/redemptions/services/redemption-work.ts";
import { unusableProvider } from "../../core/withdrawals/services/unusable-provider.ts";
import type { Row } from "../../invariants/rows.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { payoutVerifierOf } from "../../lambdas/runtime/payout-verifiers.ts";
import { changed, type LimitsChange } from "../../prove/limits.ts";
import { SenderInMemory, sentBy } from "../../sandbox/notifications/in-memory.ts";
import { createLightTables, type TestTables } from "./engine.ts";
import { type Behaviour, ScriptedExchange } from "./scripted-exchange.ts";

/** The process that was running is gone: everything it still tries fails until `revive`. */
export class Crash extends Error {
  override readonly name = "Crash";
}

export interface WorldOptions {
  behaviour?: (code: string) => Behaviour;
  limits?: LimitsChange;
  channels?: Channels;
  omit?: ReadonlySet<string>;
}

/** A merchant without channels gets no webhook that could be verified. */
const NO_WEBHOOKS: WebhookVerifier = {
  read: () => ({ kind: "refused", httpStatus: 401, why: "signature" }),
  reply: { httpStatus: 200, contentType: "text/plain", body: "" },
};

/** Of somebody's work. */
export const DUE = { FilterExpression: "attribute_exists(duePk)" };

const READS: ReadonlySet<string> = new Set(["GetCommand", "BatchGetCommand", "QueryCommand", "TransactGetCommand"]);

/** What a command of the document client writes, where it is put. */
interface Written {
  TransactItems?: { Put?: { Item: Row } }[];
  Item?: Row;
}

/** Services over the real engine, with a clock, a queue and an exchange that tests hold in their hands. */
export class World {
  nowMs = Date.parse("2026-03-01T12:00:00Z");
  /** Writes, sends and provider calls so far, in order; a crash before a read is one after the write before it. */
  readonly steps: string[] = [];
  /** Every request to DynamoDB, reads included. */
  readonly requests: string[] = [];
  /** Every outbox row that was written: those that were sent are gone. */
  readonly announced: Row[] = [];
  /** Of the redemptions' queue, and of all others. */
  readonly messages: { ref: RedemptionRef; at: number }[] = [];
  readonly jobs: { job: Exclude<Job, { queue: "redemptions" }>; at: number }[] = [];
  /** Name -> what Step Functions would say of it. Nothing drives them here. */
  readonly executions = new Map<string, "RUNNING" | "STOPPED">();
  readonly wakes: { token: string; output: object }[] = [];
  readonly counts = new Map<MetricName, number>();
  readonly exchange: ScriptedExchange;
  readonly deps: AllDeps;
  readonly tables: TestTables;
  #crash: { at: number; when: "before" | "after" } | undefined;
  #dead = false;
  #hold: { at: number; when: "before" | "after"; reach: () => void; released: Promise<void> } | undefined;
  #keys = 0;
  #requests = 0;

  private constructor(tables: TestTables, options: WorldOptions) {
    this.tables = tables;
    const clock = () => this.nowMs;
    this.exchange = new ScriptedExchange(options.behaviour ?? (() => "ok"), clock);
    const client = {
      send: (command: { constructor: { name: string } }) => {
        this.requests.push(command.constructor.name);
        return READS.has(command.constructor.name)
          ? this.#read(() => tables.client.send(command as never))
          : this.step(command.constructor.name, () => this.#send(command));
      },
    } as unknown as DynamoDBDocumentClient;
    this.deps = {
      tables: new Tables({
        client,
        main: tables.main,
        transient: tables.transient,
        events: tables.events,
        fraction: Math.random,
        pause: async () => undefined,
        ...(options.omit ? { omit: options.omit } : {}),
      }),
      limits: changed(LIMITS.demo, options.limits ?? {}),
      clock,
      random: { ulid: (nowMs) => ulid(nowMs), fraction: Math.random, bytes: (count) => randomBytes(count) },
      vault: new CodeVault({ pepper: "p".repeat(64), cipherSecret: "c".repeat(64), randomBytes }),
      exchange: {
        redeem: (call) => this.step("redeem", () => this.exchange.redeem(call)),
        lookup: (call) => this.step("lookup", () => this.exchange.lookup(call)),
      },
      jobs: {
        send: (jobs) =>
          this.step("jobs", async () => {
            for (const { job, delaySeconds } of jobs) {
              const at = this.nowMs + delaySeconds * 1000;
              if (job.queue === "redemptions") this.messages.push({ ref: job.body, at });
              else this.jobs.push({ job, at });
            }
          }),
      },
      channels: options.channels ?? { find: async () => undefined, all: async () => [], verifierOf: () => NO_WEBHOOKS },
      mayBeEndpoint: (url) => isAllowedUrl(url, { ownUrl: "https://tender.example", allow: [] }),
      sender: { send: async () => ({ httpStatus: null, error: "name-not-found", excerpt: null, durationMs: 0 }) },
      payouts: { port: async () => ({ port: unusableProvider, cannotCall: true }) },
      senders: sentBy(new SenderInMemory(LIMITS.demo.notification, clock)),
      payoutWebhooks: { configOf: async () => undefined, verifierOf: payoutVerifierOf },
      executions: {
        start: (name) => this.step("start", async () => void this.executions.set(name, "RUNNING")),
        stop: (name) => this.step("stop", async () => void this.executions.set(name, "STOPPED")),
        isRunning: async (name) => this.executions.get(name) === "RUNNING",
        wake: (token, output) => this.step("wake", async () => void this.wakes.push({ token, output })),
      },
      metrics: {
        count: (name, value = 1) => this.counts.set(name, (this.counts.get(name) ?? 0) + value),
        gauge: () => undefined,
      },
      log: { note: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    };
  }

  static async create(options: WorldOptions = {}): Promise<World> {
    return new World(await createLightTables(), options);
  }

  drop(): Promise<void> {
    return this.tables.drop();
  }

  /** The step after which (or before which) the process dies, counted from now: 0 is the next one. */
  crashAt(step: number, when: "before" | "after"): void {
    this.#crash = { at: this.steps.length + step, when };
  }

  revive(): void {
    this.#dead = false;
    this.#crash = undefined;
  }

  /**
   * Freezes whoever takes that step (counted from now), until it is let go: a zombie. The others go on.
   * `reached` resolves once it is frozen.
   */
  holdAt(step: number, when: "before" | "after"): { reached: Promise<void>; letGo: () => void } {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    this.#hold = { at: this.steps.length + step, when, reach: reached.resolve, released: released.promise };
    return { reached: reached.promise, letGo: released.resolve };
  }

  get hasCrashed(): boolean {
    return this.#dead;
  }

  async #send(command: object): Promise<unknown> {
    const answer = await this.tables.client.send(command as never);
    const { TransactItems, Item } = (command as { input: Written }).input;
    for (const row of TransactItems?.map(({ Put }) => Put?.Item) ?? [Item])
      if (row?.pk.startsWith("OUT#")) this.announced.push(row);
    return answer;
  }

  async #read<T>(run: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new Crash("the process is gone");
    return run();
  }

  async step<T>(name: string, run: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new Crash("the process is gone");
    const index = this.steps.push(name) - 1;
    const crash = this.#crash?.at === index ? this.#crash : undefined;
    const hold = this.#hold?.at === index ? this.#hold : undefined;
    if (hold?.when === "before") {
      hold.reach();
      await hold.released;
    }
    if (crash?.when === "before") {
      this.#dead = true;
      throw new Crash(`before ${name}`);
    }
    const result = await run();
    if (hold?.when === "after") {
      hold.reach();
      await hold.released;
    }
    if (crash?.when === "after") {
      this.#dead = true;
      throw new Crash(`after ${name}`);
    }
    return result;
  }

  request(
    route: string,
    body: unknown,
    key = `auto-key-${++this.#keys}`,
    path: Record<string, string> = {},
  ): IdempotentRequest {
    const requestId = `request-${++this.#requests}`;
    return { ownerId: "acme", keyId: "MERCHANT", route, key, content: { body, path }, instance: "/v1/test", requestId };
  }

  async plan(target = 1_000_000, currency = "USD"): Promise<string> {
    const input = { name: "Plan", country: "US", target: { amount: target, currency } };
    return idIn(await createPlan(this.deps, this.request("POST /v1/plans", input), "acme", input), "planId");
  }

  async account(currency = "USD"): Promise<string> {
    const input = { country: "US", currency };
    return idIn(await createAccount(this.deps, this.request("POST /v1/accounts", input), "acme", input), "accountId");
  }

  /** One message, as the queue would deliver it: a failed job comes back. */
  async deliver(ref: RedemptionRef): Promise<void> {
    const result = await workRedemption(this.deps, ref, () => this.deps.limits.exchange.timeoutSeconds * 1000);
    if (result.kind === "again") this.messages.push({ ref, at: this.nowMs + Math.ceil(result.delayMs) });
  }

  /** Relay, queue and sweepers run, time passes, until nothing is under way any more. Returns how many rounds that took. */
  async settle(roundsMax = 400): Promise<number> {
    for (let round = 0; round < roundsMax; round++) {
      const next = this.messages.sort((a, b) => a.at - b.at).shift();
      if (next) {
        this.nowMs = Math.max(this.nowMs, next.at);
        await this.deliver(next.ref);
        continue;
      }
      const dueAt = await this.#nextDue();
      if (dueAt === undefined) return round;
      // Nothing happens before: the sweeps in between would find nothing.
      this.nowMs = Math.max(this.nowMs, dueAt);
      await sweepOutbox(this.deps);
      await sweepRedemptions(this.deps);
    }
    throw new Error("work is left after all rounds");
  }

  async #nextDue(): Promise<number | undefined> {
    const due = (await this.scan(DUE)).items.map((item) => Number(item.dueAt));
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Everything in the main table, or what passes the filter, as a test's own look behind the curtain. */
  async scan(filter: Pick<ScanCommandInput, "FilterExpression" | "ExpressionAttributeValues"> = {}) {
    const answer = await this.tables.client.send(
      new ScanCommand({ TableName: this.tables.main, ConsistentRead: true, ...filter }),
    );
    return { items: answer.Items ?? [] };
  }

  /** The engine leaves out the others: most of a look's time is spent on reading rows. */
  async rows(prefix: string, sk = "HEAD") {
    const { items } = await this.scan({
      FilterExpression: "begins_with(pk, :pk) AND begins_with(sk, :sk)",
      ExpressionAttributeValues: { ":pk": prefix, ":sk": sk },
    });
    return items;
  }
}

function idIn(answer: Answer, name: string): string {
  return String((answer.body as Record<string, unknown>)[name]);
}
