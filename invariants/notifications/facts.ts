import { reviewKey } from "../../core/foundation/store/keys.ts";
import type { Notification } from "../../core/notifications/domain/notification.ts";
import type { Row } from "../rows.ts";

/** What a sender really sent, by the sender's own word. */
export interface NotificationEffect {
  notificationId: string;
  /** The merchant's own. */
  key: string;
  receiver: string;
  channel: string;
}

export interface NotificationFacts {
  id: string;
  head: Notification & Row;
  review: Row | undefined;
  /** What operators have found out about its attempts: at most one word on each. */
  saidSent: number;
  saidFailed: number;
  /** `undefined`: nobody knows. */
  effects: readonly NotificationEffect[] | undefined;
}

export interface NotificationWorldFacts {
  notifications: ReadonlyMap<string, NotificationFacts>;
  /** Effects of no notification. */
  strayMessages: readonly string[];
}

export function notificationFactsOf(
  of: <T>(entity: string) => (T & Row)[],
  row: (key: { pk: string; sk: string }) => Row | undefined,
  effects: readonly NotificationEffect[] | undefined,
): NotificationWorldFacts {
  const taken = effects && Map.groupBy(effects, ({ notificationId }) => notificationId);
  const notifications = new Map<string, NotificationFacts>();
  for (const own of Map.groupBy(of<Row>("NTF"), ({ pk }) => pk).values()) {
    const head = own.find(({ sk }) => sk === "HEAD") as (Notification & Row) | undefined;
    if (!head) continue;
    const { tenantId, notificationId: id } = head;
    const said = (action: string) => own.filter((one) => one.sk.startsWith("AUDIT#") && one.action === action).length;
    notifications.set(id, {
      id,
      head,
      review: row(reviewKey({ tenantId, subjectId: id })),
      saidSent: said("resolved SENT"),
      saidFailed: said("resolved FAILED"),
      effects: taken && (taken.get(id) ?? []),
    });
  }
  const strayMessages = [...(taken?.keys() ?? [])].filter((id) => !notifications.has(id));
  return { notifications, strayMessages };
}
