import type { Caller } from "../../core/foundation/services/deps.ts";
import { underKey } from "../../core/foundation/services/under-key.ts";
import {
  type NotificationBatchSubmission,
  submitNotificationBatch,
} from "../../core/notifications/services/notification-batches.ts";
import {
  getNotification,
  getNotificationBatch,
  getNotificationTimeline,
  listNotifications,
} from "../../core/notifications/services/notification-reading.ts";
import { resolveNotification } from "../../core/notifications/services/notification-review.ts";
import { sweepNotifications } from "../../core/notifications/services/notification-sweep.ts";
import { workNotification } from "../../core/notifications/services/notification-work.ts";
import { submitNotification } from "../../core/notifications/services/notifications.ts";
import { createTemplate, getTemplate, listTemplates } from "../../core/notifications/services/templates.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { sendOnceGuard } from "../../lambdas/runtime/send-once.ts";
import { SenderInMemory, sentBy } from "../../sandbox/notifications/in-memory.ts";
import { CONTEXT } from "../lambdas/deployed.ts";
import { testDynamoDbClient } from "../support/engine.ts";
import type { World } from "../support/world.ts";

const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "acme" };
const OPERATOR: Caller = { kind: "operator", keyId: "OP-1" };
const PAGE = { limit: 10 };
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
type Body = any;

/** A merchant's messages, each part as the function that it is deployed in. */
export async function useNotifications(
  world: World,
  as: Record<"notifications-api" | "operator-api" | "sweeper" | "notification-worker", AllDeps>,
  used: Set<string>,
): Promise<void> {
  const api = as["notifications-api"];
  const ask = (route: string, body: object) => world.request(route, body);
  const wording = { name: "Code", channel: "email" as const, subject: "Your code", body: "It is {{code}}." };
  const made = await createTemplate(api, ask("POST tpl", wording), "acme", wording);
  const { templateId } = made.body as Body;
  await getTemplate(api, TENANT, templateId);
  for (const caller of [OPERATOR, TENANT]) await listTemplates(api, caller, PAGE);

  const item = (key: string, local: string) => ({
    key,
    templateId,
    receiver: `${local}@example.com`,
    params: { code: "1" },
  });
  const alone = item("alone", "ok");
  const sent = await submitNotification(api, ask("POST ntf", alone), "acme", alone);
  const unfit = { ...alone, templateId: "tpl_acme_0" };
  const refused = ask("POST ntf", unfit);
  await underKey(api, refused, () => submitNotification(api, refused, "acme", unfit)).catch(() => undefined);
  const submit = (
    mode: NotificationBatchSubmission["mode"],
    batchId: string,
    items: NotificationBatchSubmission["items"],
  ) => {
    const body = { mode, batchId, items };
    return submitNotificationBatch(api, ask("POST ntb", body), "acme", body);
  };
  const keys = [item("a", "bounce"), item("b", "timeout-never"), item("c", "timeout-never")];
  await submit("partial", "partial", keys);
  await submit("atomic", "atomic", [item("d", "ok"), item("e", "ok")]);
  await submit("partial", "atomic", [item("d", "ok")]);
  await submit("atomic", "rejected", [{ ...item("f", "ok"), receiver: "nobody" }]);

  const { limits } = world.deps;
  const sender = new SenderInMemory(limits.notification, () => world.nowMs);
  const worker = as["notification-worker"];
  const guarded = guardOf(world, worker, used).guard(sender);
  const rows = (await world.rows("NTF#")).filter(({ sk }) => sk === "HEAD") as Body[];
  for (let round = 0; round < 3; round++) {
    for (const { tenantId, notificationId } of rows)
      await workNotification({ ...worker, senders: sentBy(guarded) }, { tenantId, notificationId }, () => 4000);
    world.nowMs += limits.notification.ageMaxMs + limits.notification.leaseMs;
  }
  await submit("partial", "again", [item("a", "ok")]);
  await sweepNotifications(as.sweeper);
  const parked = ((await world.rows("NTF#")) as Body[]).filter(({ state }) => state === "NEEDS_REVIEW");
  for (const [index, { notificationId }] of parked.entries()) {
    const body = { resolution: index === 0 ? ("SENT" as const) : ("FAILED" as const), reason: "asked the provider" };
    await resolveNotification(as["operator-api"], ask("resolve", body), OPERATOR, notificationId, body);
  }
  const { notificationId } = sent.body as Body;
  await getNotification(api, TENANT, notificationId);
  await getNotificationTimeline(api, TENANT, notificationId);
  await getNotificationBatch(api, TENANT, "partial", PAGE);
  for (const caller of [OPERATOR, TENANT]) await listNotifications(api, caller, PAGE);
  await listNotifications(api, TENANT, { ...PAGE, status: "SENT" });
  for (const caller of [OPERATOR, TENANT]) await listNotifications(api, caller, { ...PAGE, batchId: "partial" });
}

/** Powertools' records, whose requests are noted as the function's. */
function guardOf(world: World, worker: AllDeps, used: Set<string>) {
  const client = testDynamoDbClient();
  const pass = client.send.bind(client) as (command: unknown) => Promise<never>;
  const send = (command: { constructor: { name: string }; input: { Item?: Attributes; Key?: Attributes } }) => {
    const { pk } = command.input.Item ?? command.input.Key ?? {};
    used.add(`${command.constructor.name.replace("Command", "")} transient ${String(pk?.S).split("#")[0]}#`);
    return pass(command);
  };
  Object.assign(client, { send });
  const guard = sendOnceGuard({ client, table: world.tables.transient, log: worker.log });
  guard.registerContext(CONTEXT);
  return guard;
}

type Attributes = Record<string, { S?: string }>;
