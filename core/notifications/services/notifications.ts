import { TerminalError } from "../../foundation/domain/errors.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord } from "../../foundation/services/idempotency.ts";
import { type Notification, ownBatchIdOf } from "../domain/notification.ts";
import { submissionView } from "../domain/notification-view.ts";
import {
  type AskedItem,
  acceptAgain,
  acceptNew,
  countAccepted,
  decideAgain,
  itemOf,
  refusalDetail,
} from "./notification-item.ts";
import { findTemplates } from "./templates.ts";

/** Accepts one notification: one transaction when it is new, and no call to the outside. It is a batch of its own. */
export async function submitNotification(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  asked: AskedItem,
): Promise<Answer> {
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  const templates = await findTemplates(deps, tenantId, [asked.templateId]);
  const { requestId: acceptedBy, keyId } = entry;
  const batchId = ownBatchIdOf(tenantId, asked.key);
  const item = itemOf(deps, templates, asked, { tenantId, batchId, acceptedBy, keyId });
  if (typeof item === "string") throw unfit(item);
  const { notificationId } = item;
  let next = acceptNew(deps, item, nowMs);
  return decideAndCommit(deps, request, {
    resourceId: notificationId,
    busy: "this key is being submitted by many at once",
    entry,
    decide: () => {
      const { row, writes } = next;
      const answer = { httpStatus: 202, body: submissionView(row, false) };
      return { answer, writes, onCommit: () => countAccepted(deps) };
    },
    // Lost only to another request that moved the same key on.
    onOvertaken: ([refusal]) => {
      const known = refusal?.old as unknown as Notification | undefined;
      if (!known) return undefined;
      const decision = decideAgain(known, item);
      if (decision.kind === "refused") {
        if (decision.code === "notification-in-progress") deps.metrics.count("RefusedInProgress");
        return { code: decision.code, detail: refusalDetail(decision.code, notificationId) };
      }
      if (decision.kind !== "retry") return { answer: { httpStatus: 200, body: submissionView(known, true) } };
      next = acceptAgain(deps, known, item, nowMs);
      return undefined;
    },
  });
}

function unfit(code: "template-not-found" | "params-invalid"): TerminalError {
  const errors =
    code === "template-not-found"
      ? [{ pointer: "/templateId", detail: "does not name one of your templates" }]
      : [{ pointer: "/params", detail: "does not fit the template, or its receiver does not" }];
  return new TerminalError(code, refusalDetail(code, ""), { errors });
}
