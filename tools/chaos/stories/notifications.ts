import type { NotificationState } from "../../../core/notifications/domain/notification.ts";
import type { MailboxKind, Story } from "../plan.ts";
import type { World } from "../world.ts";
import { mustAgree } from "./cards.ts";

type NotificationStory = Extract<Story, { kind: "notification" }>;

const ROUTE = "POST /v1/notification-batches";
const EFFECTS_PAGE = 1000;
/** How each mailbox of the sandbox ends. */
const MAILBOX_ENDS: Record<MailboxKind, NotificationState> = {
  ok: "SENT",
  slow: "SENT",
  bounce: "FAILED",
  "timeout-then-ok": "SENT",
  "500-once": "SENT",
};

/** One batch of emails, perhaps twice under its key; each is followed to its end. */
export async function notify(world: World, { mode, mailboxes, isRepeated }: NotificationStory): Promise<void> {
  const name = world.newKey("notify");
  const template = { name, channel: "email", subject: "Order {{order}}", body: "Your order {{order}} is on its way." };
  const made = await world.expect([201], "POST /v1/notification-templates", {
    key: `${name}-template`,
    body: template,
  });
  const { templateId } = made.json;
  const items = mailboxes.map((mailbox, n) => ({
    ...{ key: `${name}-${n}`, templateId, receiver: `${mailbox}@shop.example`, params: { order: `${name}-${n}` } },
  }));
  const call = { key: `${name}-batch`, body: { mode, items } };
  const first = await world.expect([200], ROUTE, call, ["overloaded"]);
  if (isRepeated) mustAgree(world, call.key, first, await world.ask(ROUTE, call));
  const lines = (first.json.items ?? []) as { notificationId: string }[];
  await Promise.all(lines.map((line, n) => follow(world, line.notificationId, mailboxes[n] ?? "ok")));
}

/** What could not be sent in its time, as nobody was there, has failed for that; what nobody can tell an operator decides. */
async function follow(world: World, id: string, mailbox: MailboxKind): Promise<void> {
  await world.until(id, `a notification to ${mailbox} is ${MAILBOX_ENDS[mailbox]}`, async () => {
    const { json } = await world.ask("GET /v1/notifications/{id}", { path: { id } });
    if (json.status === "NEEDS_REVIEW") await decide(world, id);
    const isLate = json.status === "FAILED" && (json.reason === "expired" || json.reason === "resolved");
    return json.status === MAILBOX_ENDS[mailbox] || isLate;
  });
}

async function decide(world: World, id: string): Promise<void> {
  const effects = await world.operator.list<{ notificationId: string }>(
    "GET /_sandbox/notifications/effects",
    {},
    EFFECTS_PAGE,
  );
  const isSent = effects.some(({ notificationId }) => notificationId === id);
  const body = { resolution: isSent ? "SENT" : "FAILED", reason: "looked up at the provider" };
  // 409: it is decided already.
  await world.expect([200, 409], "POST /v1/notifications/{id}/resolve", {
    path: { id },
    key: world.newKey("resolve"),
    body,
  });
}
