/** Finding what Stripe has of a payment, when its answer was lost. */

import type { Stripe } from "stripe";
import { decodeTime } from "ulid";
import { uniqueOf } from "../../foundation/domain/ids.ts";
import { doubtOf } from "../../foundation/providers/stripe-client.ts";
import { type TimeLeft, type Unknown, unknown } from "../../foundation/providers/vendor-call.ts";
import type { ChargeRef, RefundCall } from "../domain/channel.ts";
import { INTENT, type Intent, REFUND, type Refund } from "./stripe-objects.ts";

const PAGE = 100;
/** 1000 objects. Who has more of them in the window is told "unknown" and not "not found". */
const PAGES_MAX = 10;
/** Clocks of two servers differ by less. */
const SKEW_SECONDS = 300;
/** No charge is sent later after its payment was made than this: the idempotency key may be gone by then. */
const WINDOW_SECONDS = 24 * 3600;

export type Found<T> = { found: T } | { outcome: "not-found" } | Unknown;

export interface Connection {
  stripe: Stripe;
  left: TimeLeft;
}

/** Options of one call of the SDK, or the reason why there is none. */
export function optionsOf({ left }: Connection): { timeout: number } | undefined {
  const timeout = Math.floor(left());
  return timeout >= 1 ? { timeout } : undefined;
}

export async function findIntent(connection: Connection, ref: ChargeRef): Promise<Found<Intent>> {
  const id = ref.providerReference ?? (await searchIntent(connection, ref.paymentId));
  return id === undefined ? await listIntents(connection, ref.paymentId) : await readIntent(connection, id);
}

export async function readIntent(connection: Connection, id: string): Promise<Found<Intent>> {
  const options = optionsOf(connection);
  if (options === undefined) return unknown("no-time-left");
  try {
    const parsed = INTENT.safeParse(await connection.stripe.paymentIntents.retrieve(id, {}, options));
    return parsed.success && parsed.data.id === id ? { found: parsed.data } : unknown("response-invalid");
  } catch (error) {
    return unknown(doubtOf(error));
  }
}

/**
 * A shortcut only: the index lags behind by a minute, by more during an outage, and some countries have none. So what it
 * finds is read again, and what it does not find proves nothing.
 */
async function searchIntent(connection: Connection, paymentId: string): Promise<string | undefined> {
  const options = optionsOf(connection);
  if (options === undefined) return undefined;
  try {
    const query = `metadata["paymentId"]:"${paymentId}"`;
    const { data } = await connection.stripe.paymentIntents.search({ query, limit: 10 }, options);
    return data.find((intent) => intent.metadata.paymentId === paymentId)?.id;
  } catch {
    return undefined;
  }
}

/** Lists are read from the same store that is written to. */
async function listIntents(connection: Connection, paymentId: string): Promise<Found<Intent>> {
  const madeAt = secondsOf(paymentId);
  if (madeAt === undefined) return unknown("response-invalid");
  const created = { gte: madeAt - SKEW_SECONDS, lte: madeAt + WINDOW_SECONDS };
  return await firstOf(connection, (options, page) =>
    connection.stripe.paymentIntents.list({ created, ...page }, options),
  )((item) => {
    const parsed = INTENT.safeParse(item);
    return parsed.success && parsed.data.metadata.paymentId === paymentId ? parsed.data : undefined;
  });
}

export async function findRefund(connection: Connection, intentId: string, call: RefundCall): Promise<Found<Refund>> {
  return await firstOf(connection, (options, page) =>
    connection.stripe.refunds.list({ payment_intent: intentId, ...page }, options),
  )((item) => {
    const parsed = REFUND.safeParse(item);
    return parsed.success && parsed.data.metadata?.refundId === call.refundId ? parsed.data : undefined;
  });
}

type ListPage = (
  options: { timeout: number },
  page: { limit: number; starting_after?: string },
) => Promise<{ data: { id: string }[]; has_more: boolean }>;

function firstOf(connection: Connection, list: ListPage) {
  return async <T>(pick: (item: unknown) => T | undefined): Promise<Found<T>> => {
    let after: string | undefined;
    try {
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const options = optionsOf(connection);
        if (options === undefined) return unknown("no-time-left");
        const { data, has_more: more } = await list(options, {
          limit: PAGE,
          ...(after === undefined ? {} : { starting_after: after }),
        });
        // Spread, because whatever is not a list must not read as an empty one.
        const items = [...data];
        const found = items.map(pick).find((item) => item !== undefined);
        if (found !== undefined) return { found };
        if (more === false) return { outcome: "not-found" };
        after = items.at(-1)?.id;
        if (after === undefined) return unknown("response-invalid");
      }
    } catch (error) {
      return unknown(doubtOf(error));
    }
    return unknown("response-too-large");
  };
}

/** When the id was made, by the ULID in it. */
function secondsOf(paymentId: string): number | undefined {
  try {
    return Math.floor(decodeTime(uniqueOf(paymentId)) / 1000);
  } catch {
    return undefined;
  }
}
