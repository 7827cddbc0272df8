/**
 * What the sandbox exchange remembers. The row of a card is its effect: it is written once, so a card takes effect at
 * most once, whoever asks for it at the same time and wherever a process dies.
 */

import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DeclineReason } from "../../core/redemptions/domain/outcome.ts";
import { listNewest } from "../effects-store.ts";

/** The first call with a provider key: later ones with the key must ask for the same. */
export interface Call {
  providerKey: string;
  cardKey: string;
  accountId: string;
  currency: string;
  /** Refused whatever else is known of the card. */
  declined?: DeclineReason;
  /** Names this one send: a write whose reply was lost is known again when the SDK repeats it. */
  sendId: string;
}

export interface Effect {
  /** As it was sent; magic codes only. */
  code: string;
  cardKey: string;
  amount: number;
  currency: string;
  providerKey: string;
  sendId: string;
  /** Milliseconds since 1970. Before it, nobody is shown the effect. */
  effectAt: number;
}

/** The row that holds now, and whether this very send wrote it. */
export interface Written<Row> {
  row: Row;
  ours: boolean;
}

export interface EffectsPosition {
  cardKey: string;
  effectAt: number;
}

const EFFECTS = "EFFECTS";

export class ExchangeStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async noteCall(call: Call): Promise<Written<Call>> {
    return await this.#putOnce(callKey(call.providerKey), call);
  }

  /** Gives up after `withinMs`, repeats of the SDK included: an effect that comes later than published is worse than none. */
  async takeEffect(effect: Effect, withinMs: number): Promise<Written<Effect>> {
    const abortSignal = AbortSignal.timeout(withinMs);
    return await this.#putOnce(cardRowKey(effect.cardKey), effect, { indexed: { effectsPk: EFFECTS }, abortSignal });
  }

  async findCall(providerKey: string): Promise<Call | undefined> {
    return (await this.#get(callKey(providerKey))) as Call | undefined;
  }

  async findEffect(cardKey: string): Promise<Effect | undefined> {
    return (await this.#get(cardRowKey(cardKey))) as Effect | undefined;
  }

  /** What had taken effect by `nowMs`, newest first; `next` is absent on the last page. */
  async listEffects(
    nowMs: number,
    limit: number,
    after?: EffectsPosition,
  ): Promise<{ effects: Effect[]; next?: EffectsPosition }> {
    const query = { client: this.#client, table: this.#table, partition: EFFECTS, limit };
    const position = after && { pk: cardRowKey(after.cardKey).pk, effectAt: after.effectAt };
    const { rows, next } = await listNewest<Effect>(query, nowMs, position);
    const last = rows.at(-1);
    return next && last
      ? { effects: rows, next: { cardKey: last.cardKey, effectAt: last.effectAt } }
      : { effects: rows };
  }

  async #get(key: Key): Promise<object | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: key, ConsistentRead: true }),
    );
    return Item;
  }

  async #putOnce<Row extends { sendId: string }>(
    key: Key,
    row: Row,
    { indexed = {}, ...sending }: { indexed?: object; abortSignal?: AbortSignal } = {},
  ): Promise<Written<Row>> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { ...key, ...indexed, ...row },
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
        sending,
      );
      return { row, ours: true };
    } catch (error) {
      const old = rowInTheWay(error);
      if (old === undefined) throw error;
      return { row: old as unknown as Row, ours: old.sendId === row.sendId };
    }
  }
}

interface Key {
  pk: string;
  sk: "HEAD";
}

const callKey = (providerKey: string): Key => ({ pk: `CALL#${providerKey}`, sk: "HEAD" });
const cardRowKey = (cardKey: string): Key => ({ pk: `CARD#${cardKey}`, sk: "HEAD" });

function rowInTheWay(error: unknown): Record<string, unknown> | undefined {
  const { name, Item } = error as { name?: string; Item?: Parameters<typeof unmarshall>[0] };
  return name === "ConditionalCheckFailedException" && Item ? unmarshall(Item) : undefined;
}
