/**
 * What the sandbox channel remembers. All moves of one payment go through its one row, which carries a version: each is
 * decided on what was read and written only if that still holds, together with its effects and its webhook.
 */

import { type DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { listNewest, listOldest, type Position } from "../effects-store.ts";
import type { Charge, Effect, Refund, Writes } from "./rows.ts";

/** A webhook on its way. */
export interface Hook {
  paymentId: string;
  eventId: string;
  notifyUrl: string;
  /** The very text that is sent, each time. */
  body: string;
  attempts: number;
  /** When it is sent next, in milliseconds since 1970. */
  effectAt: number;
  deliveredAt?: number;
}

/** What a move writes, its webhook made ready. */
export type Commit = Omit<Writes, "notice"> & { hook?: Hook };

const EFFECTS = "CHANNEL#EFFECTS";
const HOOKS = "CHANNEL#HOOKS";

export class ChannelStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async findCharge(paymentId: string): Promise<Charge | undefined> {
    return (await this.#get(`CHARGE#${paymentId}`)) as Charge | undefined;
  }

  async findRefund(refundId: string): Promise<Refund | undefined> {
    return (await this.#get(`REFUND#${refundId}`)) as Refund | undefined;
  }

  async findHook(paymentId: string): Promise<Hook | undefined> {
    return (await this.#get(`HOOK#${paymentId}`)) as Hook | undefined;
  }

  /** The payment that was first charged with the key. */
  async findKeyOwner(providerKey: string): Promise<string | undefined> {
    return ((await this.#get(`CHARGEKEY#${providerKey}`)) as { paymentId: string } | undefined)?.paymentId;
  }

  /** `false`: another move was first, so nothing is written. Gives up after `withinMs`, repeats of the SDK included. */
  async commit({ charge, key, refund, effects = [], hook }: Commit, withinMs: number): Promise<boolean> {
    const actions = [
      ...(charge ? [this.#change(charge)] : []),
      ...(key ? [this.#put(`CHARGEKEY#${key.providerKey}`, key)] : []),
      ...(refund ? [this.#put(`REFUND#${refund.refundId}`, refund)] : []),
      ...effects.map((effect) => this.#put(`EFFECT#${effect.kind}#${effect.id}`, { ...effect, effectsPk: EFFECTS })),
      ...(hook ? [this.#put(`HOOK#${hook.paymentId}`, due(hook))] : []),
    ];
    try {
      const abortSignal = AbortSignal.timeout(withinMs);
      await this.#client.send(new TransactWriteCommand({ TransactItems: actions }), { abortSignal });
      return true;
    } catch (error) {
      if (wasOvertaken(error)) return false;
      throw error;
    }
  }

  /** What had taken effect by `nowMs`, newest first; `next` is absent on the last page. */
  async listEffects(nowMs: number, limit: number, after?: Position): Promise<{ rows: Effect[]; next?: Position }> {
    return await listNewest<Effect>(this.#query(EFFECTS, limit), nowMs, after);
  }

  async listDueHooks(nowMs: number, limit: number): Promise<Hook[]> {
    return await listOldest<Hook>(this.#query(HOOKS, limit), nowMs);
  }

  /** The right to send a webhook until `nextAt`; `null`: this is the last time. `undefined`: somebody else has it. */
  async claimHook(hook: Hook, nextAt: number | null): Promise<Hook | undefined> {
    const claimed = { ...notDue(hook), attempts: hook.attempts + 1, effectAt: nextAt ?? hook.effectAt };
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { ...(nextAt === null ? claimed : due(claimed)), ...keyOf(`HOOK#${hook.paymentId}`) },
          ConditionExpression: "attempts = :attempts AND attribute_not_exists(deliveredAt)",
          ExpressionAttributeValues: { ":attempts": hook.attempts },
        }),
      );
      return claimed;
    } catch (error) {
      if ((error as Error).name === "ConditionalCheckFailedException") return undefined;
      throw error;
    }
  }

  /** It leaves the index, so it is not due again. */
  async closeHook(hook: Hook, deliveredAt: number): Promise<void> {
    const Item = { ...notDue(hook), deliveredAt, ...keyOf(`HOOK#${hook.paymentId}`) };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }

  #query(partition: string, limit: number) {
    return { client: this.#client, table: this.#table, partition, limit };
  }

  async #get(pk: string): Promise<object | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: keyOf(pk), ConsistentRead: true }),
    );
    return Item;
  }

  #put(pk: string, row: object) {
    return {
      Put: {
        TableName: this.#table,
        Item: { ...row, ...keyOf(pk) },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    };
  }

  #change(charge: Charge) {
    const first = this.#put(`CHARGE#${charge.paymentId}`, charge);
    if (charge.version === 1) return first;
    return {
      Put: {
        ...first.Put,
        ConditionExpression: "version = :before",
        ExpressionAttributeValues: { ":before": charge.version - 1 },
      },
    };
  }
}

function due(hook: Hook) {
  return { ...hook, effectsPk: HOOKS };
}

function notDue(hook: Hook): Hook {
  const { effectsPk: _due, ...row } = hook as Hook & { effectsPk?: string };
  return row;
}

function keyOf(pk: string) {
  return { pk, sk: "HEAD" };
}

/** A condition that failed, or another transaction on the same rows at this moment. */
function wasOvertaken(error: unknown): boolean {
  const { name, CancellationReasons = [] } = error as { name?: string; CancellationReasons?: { Code?: string }[] };
  if (name !== "TransactionCanceledException") return false;
  const codes = CancellationReasons.map(({ Code }) => Code ?? "None").filter((code) => code !== "None");
  return codes.every((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict");
}
