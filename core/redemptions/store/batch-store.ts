import { absent, anyOf, equals, Keep } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import { batchItemKey, batchKey } from "./keys.ts";

export interface BatchHead {
  tenantId: string;
  batchId: string;
  planId: string;
  mode: "partial" | "atomic";
  createdAt: number;
}

/** The batch as first submitted; a later submission to the same batch leaves it as it is, and means the same. */
export function openBatch(head: BatchHead): Write {
  const { tenantId, batchId, planId, mode, createdAt } = head;
  return update("batch.open", batchKey(tenantId, batchId), {
    set: { batchId, planId: new Keep(planId), mode: new Keep(mode), createdAt: new Keep(createdAt) },
    only: {
      samePlan: anyOf(absent("planId"), equals("planId", planId)),
      sameMode: anyOf(absent("mode"), equals("mode", mode)),
    },
  });
}

export function readBatchHead(tables: Tables, tenantId: string, batchId: string): Promise<BatchHead | undefined> {
  return tables.get("main", batchKey(tenantId, batchId)) as Promise<BatchHead | undefined>;
}

export interface BatchItem {
  tenantId: string;
  batchId: string;
  redemptionId: string;
  reference?: string | undefined;
  index?: number | undefined;
}

/** Membership of a redemption in a batch; the redemption's own row has the state. */
export function addItem(item: BatchItem, nowMs: number): Write {
  const { tenantId, batchId, redemptionId, reference, index } = item;
  return update("batch.add-item", batchItemKey(tenantId, batchId, redemptionId), {
    set: { redemptionId, reference, index, addedAt: new Keep(nowMs) },
    only: {},
  });
}
