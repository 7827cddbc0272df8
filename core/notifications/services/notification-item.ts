import { withNext } from "../../foundation/domain/problem.ts";
import type { AcceptedItem } from "../../foundation/services/batch-items.ts";
import type { Deps, VaultDeps } from "../../foundation/services/deps.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { decideResubmission, type ItemRefusal, type Notification, notificationIdOf } from "../domain/notification.ts";
import { isReceiver, type Message, messageOf, type Params, type Template } from "../domain/template.ts";
import { addNotificationToBatch } from "../store/notification-batch-store.ts";
import { acceptNotification, retryNotification } from "../store/notification-store.ts";
import { sealMessage } from "./sealed-message.ts";

/** One notification as its caller asks for it. */
export interface AskedItem {
  key: string;
  templateId: string;
  receiver: string;
  params?: Params | undefined;
}

/** One notification as it enters, alone or in a batch. */
export interface NotificationItem {
  tenantId: string;
  notificationId: string;
  key: string;
  template: Template;
  receiver: string;
  message: Message;
  contentHash: string;
  /** Likewise by the pepper that has made another one. */
  contentHashLike: (other: string) => string;
  batchId: string;
  /** Its place in the batch. */
  index?: number | undefined;
  /** The request that brings it. */
  acceptedBy: string;
  /** Its API key. */
  keyId?: string | undefined;
}

type Of = Pick<NotificationItem, "tenantId" | "batchId" | "index" | "acceptedBy" | "keyId">;

/** What is asked for, made ready; or why it cannot be. */
export function itemOf(
  deps: VaultDeps,
  templates: ReadonlyMap<string, Template>,
  asked: AskedItem,
  of: Of,
): NotificationItem | (ItemRefusal & ("template-not-found" | "params-invalid")) {
  const { key, templateId, receiver, params = {} } = asked;
  const template = templates.get(templateId);
  if (!template) return "template-not-found";
  const message = isReceiver(template.channel, receiver) ? messageOf(template, params) : undefined;
  if (!message) return "params-invalid";
  const notificationId = notificationIdOf(of.tenantId, key);
  const contentHash = contentHashOf(deps, asked);
  const contentHashLike = (other: string) => contentHashOf(deps, asked, other);
  return { ...of, notificationId, key, template, receiver, message, contentHash, contentHashLike };
}

/** What submitting a known key again means, whichever pepper has hashed what was asked for then. */
export function decideAgain(known: Notification, item: NotificationItem) {
  return decideResubmission(known, { ...item, contentHash: item.contentHashLike(known.contentHash) });
}

/** Says nothing about the parameters to whoever has no pepper: some of them are short secrets. */
function contentHashOf(deps: VaultDeps, { templateId, receiver, params = {} }: AskedItem, like?: string): string {
  return deps.vault.fingerprint({ body: { templateId, receiver, params }, path: {} }, like).fingerprint;
}

/** The writes that accept a notification for the first time: aggregate, membership, message. */
export function acceptNew(deps: VaultDeps, item: NotificationItem, nowMs: number): AcceptedItem<Notification> {
  const { tenantId, notificationId, key } = item;
  const row: Notification = {
    tenantId,
    notificationId,
    key,
    ...attemptOf(deps, item, nowMs),
    state: "ACCEPTED",
    attempt: 1,
    epoch: 0,
    sends: 0,
    lookups: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: deps.random.ulid(nowMs),
  };
  return { row, writes: [acceptNotification(row, dueAt(deps, nowMs)), ...companions(deps, item, nowMs)] };
}

/** The writes that try a definitively failed notification again. */
export function acceptAgain(
  deps: VaultDeps,
  known: Notification,
  item: NotificationItem,
  nowMs: number,
): AcceptedItem<Notification> {
  const next = attemptOf(deps, item, nowMs);
  const { reason: _reason, providerReference: _providerReference, ...kept } = known;
  const row: Notification = {
    ...kept,
    ...next,
    state: "ACCEPTED",
    attempt: known.attempt + 1,
    epoch: known.epoch + 1,
    updatedAt: nowMs,
  };
  return { row, writes: [retryNotification(known, next, dueAt(deps, nowMs)), ...companions(deps, item, nowMs)] };
}

/** What an attempt has of its own. */
function attemptOf(deps: VaultDeps, item: NotificationItem, nowMs: number) {
  const { tenantId, batchId, template, receiver, contentHash, acceptedBy, keyId, notificationId, message } = item;
  const { templateId, channel } = template;
  return {
    batchId,
    templateId,
    channel,
    receiver,
    receiverMark: deps.vault.personMark(tenantId, "receiver", receiver),
    sealed: sealMessage(deps.vault, notificationId, message),
    contentHash,
    expiresAt: nowMs + deps.limits.notification.lifetimeMs,
    acceptedBy,
    ...(keyId === undefined ? {} : { keyId }),
    acceptedAt: nowMs,
  };
}

function companions(deps: Deps, item: NotificationItem, nowMs: number): Write[] {
  const { tenantId, notificationId } = item;
  const job = { queue: "notifications", body: { tenantId, notificationId } } as const;
  return [
    addNotificationToBatch(item, nowMs),
    announce(job, notificationId, deps.random.ulid(nowMs), dueAt(deps, nowMs)),
  ];
}

/** The relay takes milliseconds; by then its message was lost, and the sweeper sends another. */
function dueAt(deps: Deps, nowMs: number): number {
  return nowMs + deps.limits.sweepGraceMs;
}

export function countAccepted(deps: Deps): void {
  deps.metrics.count("NotificationAccepted");
}

/** Why a notification is refused; names it, never its receiver. */
export function refusalDetail(code: ItemRefusal, notificationId: string): string {
  switch (code) {
    case "template-not-found":
      return "there is no such template";
    case "params-invalid":
      return "the receiver or a parameter does not fit the template";
    case "already-sent":
      return `this key was sent before, as ${notificationId}`;
    case "notification-in-progress":
      return `this key is being sent in another batch, as ${notificationId}`;
    case "notification-needs-review":
      return `the notification of this key, ${notificationId}, waits for an operator`;
    case "notification-differs":
      return `this key was submitted with something else, as ${notificationId}`;
    case "attempts-exhausted":
      return `this key was tried five times, as ${notificationId}, and failed each time`;
  }
}

/** The same as the error of one item, which has no row's text beside it. */
export function itemDetail(code: ItemRefusal, notificationId: string): string {
  return withNext(code, refusalDetail(code, notificationId));
}
