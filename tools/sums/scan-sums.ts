import { type DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { type SummedRow, SumsOf } from "./sums-of.ts";

const SEGMENTS = 8;
/**
 * Of all segments together 1,280 read units a second at most (5 pages of 1 MB, strongly consistent): a partition gives 3,000, and callers
 * need the rest. A hundred gigabytes take about six hours.
 */
const PAGE_APART_MS = 200;
/** Of a megabyte each, as they are read. */
const TELL_PAGES = 200;

export interface Scan {
  client: DynamoDBDocumentClient;
  table: string;
  tell: (doing: string) => void;
  /** Between the pages of a segment; without it as fast as the table gives them, which leaves callers nothing. */
  pause?: ((ms: number) => Promise<unknown>) | undefined;
}

/** Reads a whole main table, which costs a read unit for each 4 kilobytes of it, and keeps one sum for each wallet and account. */
export async function scanSums({ client, table, tell, pause }: Scan): Promise<SumsOf> {
  const sums = new SumsOf();
  let pages = 0;
  const segment = async (Segment: number) => {
    const scan = {
      ...{ TableName: table, ConsistentRead: true, Segment, TotalSegments: SEGMENTS },
      FilterExpression:
        "(sk = :head AND (begins_with(pk, :wallet) OR begins_with(pk, :account) OR begins_with(pk, :ledger) OR begins_with(pk, :withdrawal))) OR (begins_with(pk, :payment) AND begins_with(sk, :refund))",
      ExpressionAttributeValues: {
        ...{ ":head": "HEAD", ":wallet": "WALLET#", ":account": "ACC#", ":ledger": "LEDGER#" },
        ...{ ":withdrawal": "WD#", ":payment": "PAY#", ":refund": "REFUND#" },
      },
    };
    for await (const { Items = [], LastEvaluatedKey } of paginateScan({ client }, scan)) {
      for (const row of Items as SummedRow[]) sums.add(row);
      if (++pages % TELL_PAGES === 0) tell(`${sums.rows} rows with money in ${pages} megabytes`);
      if (LastEvaluatedKey) await pause?.(SEGMENTS * PAGE_APART_MS);
    }
  };
  await Promise.all(Array.from({ length: SEGMENTS }, (_, index) => segment(index)));
  return sums;
}
