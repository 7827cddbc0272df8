import { expect, test } from "@jest/globals";
import type { Deps } from "../../../../core/foundation/services/deps.ts";
import { partsOfStatus } from "../../../../core/foundation/services/list-parts.ts";
import type { IndexQuery } from "../../../../core/foundation/store/table.ts";

/** DynamoDB names a place to go on from behind a full page, whether or not there is more. */
const merchants = (count: number) =>
  ({
    tables: {
      query: async (_table: string, { limit }: IndexQuery) => {
        const items = Array.from({ length: Math.min(count, limit) }, (_, n) => ({ pk: `TENANT#shop-${n}` }));
        return { items, after: items.length === limit ? items.at(-1) : undefined };
      },
    },
  }) as unknown as Deps;

test.each([
  [0, "PAY", "state", 0],
  [99, "PAY", "state", 99 * 8],
  [100, "PAY", "state", 100 * 8],
  [101, "PAY", "all", 64],
  // Where each has more of them, of fewer.
  [12, "RDM", "state", 12 * 64],
  [13, "RDM", "all", 64],
])("of %i merchants, a status of %s is looked for in index %s", async (count, kind, index, partitions) => {
  const parts = await partsOfStatus(merchants(count), undefined, kind, (tenantId, shard) => `${tenantId}#${shard}`);
  expect([parts.index, parts.partitions.length]).toEqual([index, partitions]);
});
