import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { List, Listed } from "../../../core/foundation/domain/listing.ts";
import type { ChannelEntry } from "../../../core/payments/domain/channel.ts";
import { type Reconciliation, reconcile } from "../../../lambdas/restore/reconcile.ts";
import { PayoutWorld } from "../../support/payout-world.ts";

type Deps = Parameters<typeof reconcile>[0];

let world: PayoutWorld;
/** What was told of each part. */
let parts: Record<string, unknown>;
beforeEach(async () => {
  [world, parts] = [await PayoutWorld.create(), {}];
});
afterEach(() => world.drop());

async function run(list?: List<ChannelEntry>): Promise<number> {
  const port = list ? { list } : {};
  const reconciliation: Reconciliation = {
    restored: { toMs: world.world.nowMs - 2000, atMs: world.world.nowMs - 1000 },
    records: async function* () {
      yield [];
    },
    channels: [{ channel: "stripe", tenantId: "acme", port: port as Reconciliation["channels"][number]["port"] }],
    providers: [],
    remainingMs: () => 60_000,
    onPart: (part, found) => {
      parts[part] = found;
    },
  };
  const exchange = {} as Deps["exchange"];
  return (await reconcile({ ...world.deps, exchange } as Deps, reconciliation)).lost;
}
const answering = (page: Listed<ChannelEntry>) => run(async () => page);

test("what a vendor cannot be asked for is told beside what was found", async () => {
  expect(await run()).toBe(0);
  expect(parts).toMatchObject({ "stripe of acme": "cannot be listed", answers: { lost: 0 } });
  await answering({ outcome: "unknown", reason: "request-refused" });
  expect(parts).toMatchObject({ "stripe of acme": "cannot be listed" });
  await answering({ outcome: "unknown", reason: "channel-unusable" });
  expect(parts).toMatchObject({ "stripe of acme": "cannot be called" });
  await answering({ outcome: "listed", entries: [] });
  expect(parts).toMatchObject({ "stripe of acme": { seen: 0, takenUp: 0 } });
});

test("a list that breaks off ends the run before anything is called lost, and says whose it was", async () => {
  const breaking: List<ChannelEntry> = async ({ cursor }) =>
    cursor ? { outcome: "unknown", reason: "timeout" } : { outcome: "listed", entries: [], cursor: "1" };
  await expect(run(breaking)).rejects.toThrow("stripe of acme: what it did was not told to the end (timeout)");
  expect(Object.keys(parts)).toEqual(["withdrawals under way", "withdrawals that wait for approval"]);
});
