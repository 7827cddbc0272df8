import { type DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { type SummedRow, SumsOf } from "./sums-of.ts";

/** A segment reads some ten megabytes a second: a hundred gigabytes take about twenty minutes. */
const SEGMENTS = 8;
/** Of a megabyte each, as they are read. */
const TELL_PAGES = 200;

/** Reads a whole main table, which costs a read unit for each 4 kilobytes of it, and keeps one sum for each wallet and account. */
export async function scanSums(
  client: DynamoDBDocumentClient,
  table: string,
  tell: (doing: string) => void,
): Promise<SumsOf> {
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
    for await (const { Items = [] } of paginateScan({ client }, scan)) {
      for (const row of Items as SummedRow[]) sums.add(row);
      if (++pages % TELL_PAGES === 0) tell(`${sums.rows} rows with money in ${pages} megabytes`);
    }
  };
  await Promise.all(Array.from({ length: SEGMENTS }, (_, index) => segment(index)));
  return sums;
}
