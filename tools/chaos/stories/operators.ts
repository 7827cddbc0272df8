import type { World } from "../world.ts";

const PAGE = 50;
const ACCOUNT = { country: "US", currency: "USD", label: "one more" };

/** A look at both lists; the oldest card that waits for a person is decided. */
export async function lookAround(world: World): Promise<void> {
  const query = { status: "NEEDS_REVIEW", limit: String(PAGE) };
  const [parked, sagas] = await Promise.all([
    world.operator.send("GET /v1/redemptions", { query }),
    world.operator.send("GET /v1/sagas", { query }),
  ]);
  const saga = ((sagas.json.items ?? []) as { sagaId: string }[])[0];
  if (saga) await world.expect([200], "GET /v1/sagas/{id}", { path: { id: saga.sagaId } });
  const ids = ((parked.json.items ?? []) as { redemptionId: string }[]).map(({ redemptionId }) => redemptionId);
  const card = world.cards.all.find(({ redemptionId: id = "", ends }) => ends === "NEEDS_REVIEW" && ids.includes(id));
  if (!card) return;
  card.ends = "FAILED";
  const id = String(card.redemptionId);
  const body = { resolution: "FAILED", reason: "the issuer confirms that the card was never charged" };
  await world.expect([200], "POST /v1/redemptions/{id}/resolve", {
    path: { id },
    key: world.newKey("resolve"),
    body,
  });
  await world.expect([200], "GET /v1/redemptions/{id}/timeline", { path: { id } });
}

/** More to fill; one of them cannot be logged in to for a moment. */
export async function addAccounts(world: World, count: number): Promise<void> {
  const add = () => world.expect([201], "POST /v1/accounts", { key: world.newKey("account"), body: ACCOUNT });
  const [first] = await Promise.all(Array.from({ length: count }, add));
  if (first?.status !== 201) return;
  const path = { id: String(first.json.accountId) };
  for (const loginStatus of ["INACTIVE", "ACTIVE"]) {
    const call = { path, key: world.newKey("login"), body: { loginStatus } };
    await world.expect([200], "PATCH /v1/accounts/{id}", call);
  }
}
