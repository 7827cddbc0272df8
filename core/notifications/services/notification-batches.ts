import type { NotificationVerdictsView } from "../../../contract/answers/notifications.ts";
import { type BatchLine, batchView } from "../../foundation/domain/batch.ts";
import { makeId } from "../../foundation/domain/ids.ts";
import { submitAtomic } from "../../foundation/services/atomic-batch.ts";
import type { BatchKind } from "../../foundation/services/batch-items.ts";
import { type Batch, type BroughtBy, storedVerdicts, submitPartial } from "../../foundation/services/batches.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import type { ReadAnswer } from "../../foundation/services/stored-answer.ts";
import { type ItemRefusal, type Notification, notificationIdOf } from "../domain/notification.ts";
import type { Template } from "../domain/template.ts";
import { notificationKey } from "../store/keys.ts";
import {
  type NotificationBatchHead,
  openNotificationBatch,
  readNotificationBatchHead,
} from "../store/notification-batch-store.ts";
import {
  type AskedItem,
  acceptAgain,
  acceptNew,
  countAccepted,
  decideAgain,
  itemDetail,
  itemOf,
  type NotificationItem,
} from "./notification-item.ts";
import { findTemplates } from "./templates.ts";

export interface NotificationBatchSubmission {
  batchId?: string | undefined;
  mode: "partial" | "atomic";
  items: AskedItem[];
}

const NOTIFICATIONS: BatchKind<NotificationItem, Notification, ItemRefusal> = {
  keysOf: (item) => [notificationKey(item)],
  idOf: ({ notificationId }) => notificationId,
  decide: decideAgain,
  acceptNew,
  acceptAgain,
  onAccepted: countAccepted,
  detailOf: itemDetail,
  inProgress: "notification-in-progress",
  busy: "keys of this batch are being submitted by many at once",
};

/** Many notifications under one key, each for itself (`partial`) or in one transaction (`atomic`). */
export async function submitNotificationBatch(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: NotificationBatchSubmission,
): Promise<Answer> {
  const nowMs = deps.clock();
  const templateIds = [...new Set(input.items.map(({ templateId }) => templateId))];
  const templates = await findTemplates(deps, tenantId, templateIds);
  deps.metrics.count(input.batchId === undefined ? "BatchIdMade" : "BatchIdGiven");
  const batchId = input.batchId ?? makeId("ntb", tenantId, deps.random.ulid(nowMs));
  const batch = batchOf(deps, tenantId, { ...input, batchId }, templates);
  if (input.mode === "partial") return submitPartial(deps, request, batch, nowMs);
  const differs = async () => {
    const head = await readNotificationBatchHead(deps.tables, tenantId, batchId);
    return head !== undefined && head.mode !== input.mode ? otherBatch() : undefined;
  };
  return submitAtomic(deps, request, { ...batch, differs }, nowMs);
}

/** The first answer again, built from the verdicts and the request: for these no template is asked. */
export const storedNotificationBatch: ReadAnswer = (deps, known, request) => {
  const input = request.content.body as NotificationBatchSubmission;
  const batch = batchOf(deps, request.ownerId, { ...input, batchId: known.batchId ?? "" }, new Map());
  return storedVerdicts(deps, known, batch);
};

function batchOf(
  deps: VaultDeps,
  tenantId: string,
  input: NotificationBatchSubmission & { batchId: string },
  templates: ReadonlyMap<string, Template>,
): Batch<NotificationItem, Notification, ItemRefusal> {
  const { batchId, mode, items } = input;
  const idOf = (index: number) => notificationIdOf(tenantId, items[index]?.key ?? "");
  return {
    kind: NOTIFICATIONS,
    batchId,
    linesOf: (id, by) => linesOf(deps, tenantId, id, items, templates, by),
    open: (nowMs) =>
      openNotificationBatch({ tenantId, batchId, mode, createdAt: nowMs } satisfies NotificationBatchHead),
    otherBatch,
    bodyOf: (id, _lines, verdicts) =>
      batchView<NotificationVerdictsView, ItemRefusal>(id, verdicts, {
        idName: "notificationId",
        idOf,
        callersOf: (index) => ({ key: items[index]?.key ?? "" }),
        detailOf: (code, index) => itemDetail(code, idOf(index)),
      }),
  };
}

/** A key that stands twice is taken once; the later line shows the first one's notification, if it asks for the same. */
function linesOf(
  deps: VaultDeps,
  tenantId: string,
  batchId: string,
  items: readonly AskedItem[],
  templates: ReadonlyMap<string, Template>,
  by: BroughtBy,
): BatchLine<NotificationItem, ItemRefusal>[] {
  const { requestId: acceptedBy, keyId } = by;
  const firsts = new Map<string, { index: number; contentHash: string }>();
  return items.map((asked, index): BatchLine<NotificationItem, ItemRefusal> => {
    const id = notificationIdOf(tenantId, asked.key);
    const item = itemOf(deps, templates, asked, { tenantId, batchId, index, acceptedBy, keyId });
    if (typeof item === "string") return { kind: "refused", index, id, code: item };
    const first = firsts.get(id);
    if (first === undefined) {
      firsts.set(id, { index, contentHash: item.contentHash });
      return { kind: "item", index, id, item };
    }
    if (first.contentHash !== item.contentHash) return { kind: "refused", index, id, code: "notification-differs" };
    return { kind: "repeated", index, id, firstIndex: first.index };
  });
}

/** A batch that is submitted again has the mode that it had: who names another means another batch, or is mistaken. */
function otherBatch() {
  const errors = [{ pointer: "/mode", detail: "the batch was submitted in another mode" }];
  const detail = "a batch with this `batchId` was submitted before, in another mode";
  return { code: "batch-differs", detail, errors } as const;
}
