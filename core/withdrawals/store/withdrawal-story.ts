import { readAll } from "../../foundation/store/read-all.ts";
import type { Item, Tables } from "../../foundation/store/table.ts";
import type { Withdrawal } from "../domain/withdrawal.ts";
import { withdrawalPartition } from "./keys.ts";

/** A withdrawal and what people did with it, in one query. */
export async function readWithdrawalStory(
  tables: Tables,
  { tenantId, withdrawalId }: Pick<Withdrawal, "tenantId" | "withdrawalId">,
): Promise<{ withdrawal: Withdrawal | undefined; audits: Item[] }> {
  const rows = await readAll(tables, { partition: ["pk", withdrawalPartition(tenantId, withdrawalId)], limit: 200 });
  return {
    withdrawal: rows.find(({ sk }) => sk === "HEAD") as Withdrawal | undefined,
    audits: rows.filter(({ sk }) => String(sk).startsWith("AUDIT#")),
  };
}
