import type { NotificationState } from "../../../core/notifications/domain/notification.ts";
import type { Stage } from "../../harness/stage.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";

const ROUTE = "POST /v1/notification-batches";
const EFFECTS_PAGE = 1000;
/** Receivers of the sandbox, how many of each, and how a notification to them ends. */
const RECEIVERS: readonly [name: string, count: number, ends: NotificationState][] = [
  ["ok", 12, "SENT"],
  ["slow", 2, "SENT"],
  ["bounce", 3, "FAILED"],
  ["timeout-then-ok", 2, "SENT"],
  ["500-once", 1, "SENT"],
];

interface Line {
  notificationId: string;
  status: string;
}

/** One batch, sent twice; one of its customers in another batch; and each customer hears once, or not at all. */
export async function notify(stage: Stage): Promise<void> {
  const { merchant, operator, screen } = stage;
  const wanted = RECEIVERS.flatMap(([name, count, ends]) =>
    Array.from({ length: count }, () => ({ receiver: `${name}@shop.example`, ends })),
  );
  screen.scene(
    `${wanted.length} customers are told`,
    "One batch of emails, to mailboxes that take, bounce, fail, and a provider that does not answer.",
  );
  const template = {
    name: "Sent",
    channel: "email",
    subject: "Order {{order}}",
    body: "Your order {{order}} is on its way.",
  };
  const made = await merchant.expect(201, "POST /v1/notification-templates", {
    key: stage.newKey("template"),
    body: template,
  });
  const { templateId } = made.json;
  const items = wanted.map(({ receiver }, n) => ({
    key: `mail-${n}`,
    templateId,
    receiver,
    params: { order: `SO-${n}` },
  }));
  const call = { key: stage.newKey("notifications"), body: { mode: "partial", items } };
  const first = await merchant.expect(200, ROUTE, call);
  const again = await merchant.call(ROUTE, call);
  stage.check(again.text === first.text, "the batch again under its key: the first answer, byte for byte");
  const lines = first.json.items as Line[];
  await until("notifications to end", () => ended(stage, lines, wanted), { timeoutMs: PATIENCE_MS, everyMs: 500 });

  const twin = { key: stage.newKey("notifications"), body: { mode: "partial", items: items.slice(0, 1) } };
  const refused = (await merchant.expect(200, ROUTE, twin)).json.items as { error?: { code: string } }[];
  stage.check(refused[0]?.error?.code === "already-sent", "one of them in another batch: it was sent already");
  const effects = await operator.list<{ notificationId: string }>(
    "GET /_sandbox/notifications/effects",
    {},
    EFFECTS_PAGE,
  );
  const times = lines.map(({ notificationId: id }) => effects.filter((effect) => effect.notificationId === id).length);
  const sent = wanted.filter(({ ends }) => ends === "SENT").length;
  stage.check(
    times.every((count, n) => count === (wanted[n]?.ends === "SENT" ? 1 : 0)),
    `${sent} heard once, ${wanted.length - sent} bounced and heard nothing`,
    times.join(" "),
  );
}

async function ended({ merchant, screen }: Stage, lines: readonly Line[], wanted: readonly { ends: string }[]) {
  const seen = await Promise.all(
    lines.map(({ notificationId: id }) => merchant.get<Line>("GET /v1/notifications/{id}", { path: { id } })),
  );
  const done = seen.filter(({ status }, n) => status === wanted[n]?.ends).length;
  screen.progress(`${done} of ${lines.length} notifications have ended`);
  return done === lines.length || undefined;
}
