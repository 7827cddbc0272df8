import type { Cast } from "../cast.ts";
import type { Caller } from "../people.ts";
import { pointOf, type RestoreHow, restoreTo } from "../restore.ts";
import { notifications } from "./notifications.ts";
import { payments } from "./payments.ts";
import { redemptions } from "./redemptions.ts";
import { refunds } from "./refunds.ts";
import type { Scenario } from "./scenario.ts";
import { withdrawals } from "./withdrawals.ts";
import { DEPLOYED } from "./world-plan.ts";

/** After the story has begun: within a call, between two, in the middle of what takes minutes. */
const POINT_AFTER_MS = [150, 40, 400, 2_000, 70_000, 1_300_000] as const;
/** So much is lost. */
const LOST_MS = [1_000, 100, 300, 10_000, 130_000, 2_000_000] as const;
/** How long a merchant takes to notice. */
const AGAIN_AFTER_MS = [1_000, 60_000, 3_000_000] as const;
/** When people look after what waits for them: in its time, and after it. */
const AGREED_AFTER_MS = [1_200_000, DEPLOYED.withdrawal.approvalMs + 1_200_000] as const;

export const restores: Scenario = {
  name: "restores",
  why: "the tables are set back while vendors know more: every difference is found, nothing is sent twice",
  story: (cast) => restoring(cast),
};

/** `how`: what a test leaves out, and the one story that it wants. */
export async function restoring(cast: Cast, how: RestoreHow & { story?: Scenario["story"] } = {}): Promise<void> {
  const { choices } = cast;
  const stories = [
    cards,
    redemptions.story,
    payments.story,
    refunds.story,
    withdrawals.story,
    notifications.story,
  ] as const;
  const { story = choices.pick(stories) } = how;
  const people = [cast.operator, await cast.deputy(), await cast.deputy()];
  await Promise.all([story(cast), setBack(cast, how, people)]);
}

/** At exchanges that know no keys: what was sent once must not be sent again, and the exchange cannot say that it was. */
export async function cards(cast: Cast): Promise<void> {
  const { world, merchant, choices } = cast;
  const planId = await cast.plan();
  for (let count = 0; count < 4; count++) await cast.account();
  world.simulation.faults.begin();
  const clerks = [1, 2, 3].map(async (number) => {
    await world.sleep(choices.pick([0, 40, 120, 500]), `clerk ${number}`);
    const code = cast.card(["no-keys-twice", "no-keys", "good", "fails-once"]);
    await merchant.insist("POST /v1/redemptions", { body: { code, planId, batchId: "batch-1" } });
  });
  await Promise.all(clerks);
}

async function setBack(cast: Cast, how: RestoreHow, people: readonly Caller[]): Promise<void> {
  const { world, choices } = cast;
  for (let ms = 20; !world.simulation.faults.hasBegun; ms *= 2) await world.sleep(ms, "restore");
  await world.sleep(choices.pick(POINT_AFTER_MS), "restore");
  const point = pointOf(world);
  await world.sleep(choices.pick(LOST_MS), "restore");
  await restoreTo(world, point, how);
  // A card that was redeemed before waits for an account until there is one, however old it is.
  await cast.account();
  await Promise.all(lostRequests(cast).map((request) => repeat(cast, request)));
  await agree(cast, people);
}

/** While the marker stands a withdrawal that waits is approved, or nothing: it may have been paid. */
async function agree(cast: Cast, people: readonly Caller[]): Promise<void> {
  const { world, choices } = cast;
  await world.sleep(choices.pick(AGREED_AFTER_MS), "operator");
  for (const id of waiting(cast)) {
    const body = { reason: "it may have been paid" };
    // Each under a key of its own: deputies of the story have their names, too.
    for (const [at, by] of people.entries())
      await by.insist("POST /v1/withdrawals/{id}/approve", { key: `agreed-${at}-${id}`, path: { id }, body });
  }
}

function waiting({ rows }: Cast): string[] {
  const found = rows("WD#").filter(({ state }) => state === "AWAITING_APPROVAL");
  return found.map(({ withdrawalId }) => String(withdrawalId));
}

type Request = Parameters<Cast["merchant"]["insist"]>[1] & { route: Parameters<Cast["merchant"]["insist"]>[0] };

/** What the merchant was answered and the tables know nothing of. */
function lostRequests({ world }: Cast): Request[] {
  const { calls, restored } = world;
  if (!restored) return [];
  return calls.flatMap(({ owner, route, key, fingerprint, sentAt, receivedAt }) => {
    if (owner !== "acme" || key === undefined || sentAt > restored.atMs || receivedAt <= restored.toMs) return [];
    const [path, body] = JSON.parse(fingerprint) as [Request["path"] | null, unknown];
    return [{ route: route as Request["route"], key, body, ...(path ? { path } : {}) }];
  });
}

/** Under its key, as a merchant does whose things are gone; a card under a new one, too. */
async function repeat({ world, merchant, choices }: Cast, { route, ...request }: Request): Promise<void> {
  if (!choices.chance(0.7)) return;
  await world.sleep(choices.pick(AGAIN_AFTER_MS), "merchant");
  const isNew = route === "POST /v1/redemptions" && choices.chance(0.3);
  await merchant.insist(route, isNew ? { ...request, key: merchant.newKey() } : request);
}
