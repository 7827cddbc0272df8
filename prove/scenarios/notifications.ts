import { BEHAVIOURS } from "../../sandbox/notifications/rules.ts";
import type { Cast } from "../cast.ts";
import { changed } from "../limits.ts";
import type { Scenario } from "./scenario.ts";
import { AT_VENDORS, DEPLOYED, LATE, withShortLeases } from "./world-plan.ts";

const MAILBOXES = Object.keys(BEHAVIOURS) as (keyof typeof BEHAVIOURS)[];
const ASKED_AFTER_MS = [0, 40, 2_000, 30_000, 1_300_000] as const;
/** Some are too old when their worker comes. */
const SHORT_LIVED = changed(DEPLOYED, { notification: { lifetimeMs: 1_000 } });
const RESOLVED_AFTER_MS = [0, 40, 5_000] as const;

export const notifications: Scenario = {
  name: "notifications",
  why: "emails alone and in batches, under keys that others have, bounced, lost, sent again after a failure, and decided by people",
  plan: (choices) => ({
    versions: [choices.pick([DEPLOYED, SHORT_LIVED, withShortLeases(DEPLOYED)])],
    ...(choices.chance(0.5) ? { faults: choices.chance(0.5) ? AT_VENDORS : LATE } : {}),
  }),
  async story(cast) {
    const { world, choices } = cast;
    const templateId = await template(cast, "Your order {{order}} is on its way.");
    const people = [cast.operator, ...(choices.chance(0.7) ? [await cast.deputy()] : [])];
    world.simulation.faults.begin();
    const clerks = Array.from({ length: 1 + choices.below(3) }, (_, index) => clerk(cast, templateId, index));
    await Promise.all([...clerks, ...people.map((by) => person(cast, by))]);
  },
};

export async function template({ merchant }: Cast, body: string): Promise<string> {
  const asked = { name: "Sent", channel: "email", subject: "Order {{order}}", body };
  const { json } = await merchant.insist("POST /v1/notification-templates", { body: asked });
  return String(json.templateId);
}

/** One alone, or some in a batch, perhaps twice at once; some keys are other clerks' too, or are asked for again when they have failed. */
async function clerk(cast: Cast, templateId: string, index: number): Promise<void> {
  const { world, merchant, choices } = cast;
  const name = `clerk ${index + 1}`;
  await world.sleep(choices.pick(ASKED_AFTER_MS), name);
  const itemOf = () => {
    const n = choices.chance(0.3) ? 0 : 10 * index + choices.below(2);
    const receiver = `${MAILBOXES[choices.below(MAILBOXES.length)] ?? "ok"}@shop.example`;
    return { key: `mail-${n}`, templateId, receiver, params: { order: `SO-${n}` } };
  };
  const isAlone = choices.chance(0.4);
  const batchId = `mails-${1 + choices.below(2)}`;
  const mode = choices.chance(0.5) ? "partial" : "atomic";
  const items = isAlone ? [] : Array.from({ length: 1 + choices.below(3) }, itemOf);
  const body = isAlone ? itemOf() : { batchId, mode, items };
  const route = isAlone ? "POST /v1/notifications" : "POST /v1/notification-batches";
  const ask = async (key: string) => {
    const { status } = await merchant.insist(route, { key, body });
    if (!isAlone && status === 200) await lookInto(cast, batchId, mode);
  };
  const key = merchant.newKey();
  await Promise.all(Array.from({ length: choices.chance(0.2) ? 2 : 1 }, () => ask(key)));
  if (!choices.chance(0.6)) return;
  await world.sleep(choices.pick(ASKED_AFTER_MS), name);
  const keys = choices.chance(0.2)
    ? [key]
    : Array.from({ length: choices.chance(0.4) ? 2 : 1 }, () => merchant.newKey());
  await Promise.all(keys.map(ask));
}

async function lookInto({ merchant, must }: Cast, batchId: string, mode: string): Promise<void> {
  const seen = await merchant.ask("GET /v1/notification-batches/{id}", { path: { id: batchId } });
  must(seen?.status !== 404, batchId, "was taken, and is not there");
  must(seen?.status !== 200 || seen.json.mode === mode, batchId, "was taken in another mode than it has");
}

/** Whatever is parked when all is quiet, somebody decides; two may do so at once. */
async function person(cast: Cast, by: Cast["operator"]): Promise<void> {
  const { world, choices } = cast;
  await world.quiet();
  await world.sleep(choices.pick(RESOLVED_AFTER_MS), "operator");
  const parked = cast.rows("NTF#").filter(({ state }) => state === "NEEDS_REVIEW");
  for (const { notificationId } of parked) {
    const resolution = choices.chance(0.5) ? "SENT" : "FAILED";
    const body = { resolution, reason: "looked up at the provider" };
    await by.insist("POST /v1/notifications/{id}/resolve", { path: { id: String(notificationId) }, body });
  }
}
