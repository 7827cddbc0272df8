import middy from "@middy/core";
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import type { JobDeps } from "../../core/foundation/services/deps.ts";
import { relayOutbox } from "../../core/foundation/services/outbox.ts";
import { jobOf, type OutboxRow } from "../../core/foundation/store/outbox-store.ts";
import { observe } from "../middleware/observe.ts";
import { POINTERS } from "../queue/pointers.ts";

const text = z.object({ S: z.string().min(1) });
/** An outbox row as a stream shows it. Other attributes may come with later releases. */
const IMAGE = z.object({
  pk: text,
  sk: text,
  type: text,
  ref: z.object({ M: z.record(z.string(), text) }),
  notBefore: z.object({ N: z.coerce.number().pipe(z.int()) }).exactOptional(),
});

export type StreamHandler = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

/** Sends what transactions have put into the outbox. `relay` is replaced by tests only. */
export function recordRelay(deps: JobDeps, relay = relayOutbox): StreamHandler {
  const chain = middy(async ({ Records }: DynamoDBStreamEvent) => {
    const rows = Records.map(rowOf);
    const known = rows.filter((row) => row !== undefined);
    try {
      await relay(deps, known);
      deps.log.info("outbox records are sent", { rows: known.map(({ pk }) => pk), records: Records.length });
    } catch (error) {
      // Which rows were sent is not known; all of them again does no harm.
      deps.log.error("the outbox records will be read again", error, { records: Records.length });
      return failedFrom(Records[0]);
    }
    const broken = rows.indexOf(undefined);
    if (broken < 0) return { batchItemFailures: [] };
    deps.log.error("an outbox record cannot be read", new InvariantError("no outbox row"), { record: broken });
    return failedFrom(Records[broken]);
  }).use(observe());
  return chain as unknown as StreamHandler;
}

function rowOf(record: DynamoDBRecord): OutboxRow | undefined {
  const { success, data } = IMAGE.safeParse(record.dynamodb?.NewImage);
  if (!success) return undefined;
  const ref = Object.fromEntries(Object.entries(data.ref.M).map(([name, { S }]) => [name, S]));
  const later = data.notBefore && { notBefore: data.notBefore.N };
  const row = { pk: data.pk.S, sk: data.sk.S, type: data.type.S, ref, ...later } as object as OutboxRow;
  const { queue, body } = jobOf(row);
  const isPointer = Object.hasOwn(POINTERS, queue) && POINTERS[queue].safeParse(body).success;
  return isPointer ? row : undefined;
}

/** The stream is read again from this record on. */
function failedFrom(record: DynamoDBRecord | undefined): DynamoDBBatchResponse {
  const itemIdentifier = record?.dynamodb?.SequenceNumber;
  if (!itemIdentifier) throw new InvariantError("a stream record has no sequence number");
  return { batchItemFailures: [{ itemIdentifier }] };
}
