import middy from "@middy/core";
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { observe } from "../middleware/observe.ts";

export type StreamHandler = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

interface Consumer<D, Row> {
  /** What the rows are called in the log. */
  what: string;
  /** `undefined`: it is none of these rows. */
  read: (image: unknown) => Row | undefined;
  work: (deps: D, rows: readonly Row[]) => Promise<unknown>;
}

/** New rows, all of a batch at once. What cannot be read holds up nothing else, and ends among the dead letters. */
export function streamRecords<D extends Pick<Deps, "log">, Row extends { pk: string }>(
  deps: D,
  { what, read, work }: Consumer<D, Row>,
): StreamHandler {
  const chain = middy(async ({ Records }: DynamoDBStreamEvent) => {
    const rows = Records.map(({ dynamodb }) => read(dynamodb?.NewImage));
    const known = rows.filter((row) => row !== undefined);
    try {
      await work(deps, known);
      deps.log.info(`${what} records are done`, { rows: known.map(({ pk }) => pk), records: Records.length });
    } catch (error) {
      // Which rows were done is not known; all of them again does no harm.
      deps.log.error(`the ${what} records will be read again`, error, { records: Records.length });
      return failedFrom(Records[0]);
    }
    const broken = rows.indexOf(undefined);
    if (broken < 0) return { batchItemFailures: [] };
    deps.log.error(`a record of ${what} cannot be read`, new InvariantError(`no ${what} row`), { record: broken });
    return failedFrom(Records[broken]);
  }).use(observe());
  return chain as unknown as StreamHandler;
}

/** The stream is read again from this record on. */
function failedFrom(record: DynamoDBRecord | undefined): DynamoDBBatchResponse {
  const itemIdentifier = record?.dynamodb?.SequenceNumber;
  if (!itemIdentifier) throw new InvariantError("a stream record has no sequence number");
  return { batchItemFailures: [{ itemIdentifier }] };
}
