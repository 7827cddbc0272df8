import * as z from "zod/mini";
import type { JobDeps } from "../../core/foundation/services/deps.ts";
import { relayOutbox } from "../../core/foundation/services/outbox.ts";
import { jobOf, type OutboxRow } from "../../core/foundation/store/outbox-store.ts";
import { POINTERS } from "../queue/pointers.ts";
import { type StreamHandler, streamRecords } from "./stream-records.ts";

const text = z.object({ S: z.string().check(z.minLength(1)) });
/** An outbox row as a stream shows it. Other attributes may come with later releases. */
const IMAGE = z.object({
  pk: text,
  sk: text,
  type: text,
  ref: z.object({ M: z.record(z.string(), text) }),
  notBefore: z.exactOptional(z.object({ N: z.pipe(z.coerce.number(), z.int()) })),
});

/** Sends what transactions have put into the outbox. `relay` is replaced by tests only. */
export function recordRelay(deps: JobDeps, relay = relayOutbox): StreamHandler {
  return streamRecords(deps, { what: "outbox", read: rowOf, work: relay });
}

function rowOf(image: unknown): OutboxRow | undefined {
  const { success, data } = IMAGE.safeParse(image);
  if (!success) return undefined;
  const ref = Object.fromEntries(Object.entries(data.ref.M).map(([name, { S }]) => [name, S]));
  const later = data.notBefore && { notBefore: data.notBefore.N };
  const row = { pk: data.pk.S, sk: data.sk.S, type: data.type.S, ref, ...later } as object as OutboxRow;
  const { queue, body } = jobOf(row);
  const isPointer = Object.hasOwn(POINTERS, queue) && POINTERS[queue].safeParse(body).success;
  return isPointer ? row : undefined;
}
