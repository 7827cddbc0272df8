import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import type { Answer } from "../../../../core/foundation/services/deps.ts";
import { submitBatch } from "../../../../core/redemptions/services/redemption-batches.ts";
import { submitRedemption } from "../../../../core/redemptions/services/redemptions.ts";
import { passTime } from "../../../support/races/race.ts";
import { type Action, anyOrder, assertRace, does, expectFound, planted, RUNS } from "../../../support/races/search.ts";
import type { Witness } from "../../../support/races/witness.ts";
import type { World } from "../../../support/world.ts";
import { itemsOf, work } from "../services/submitting.ts";
import { cardIn, codeOf, raceInWorld } from "./card-races.ts";

/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);

/** So few that most submissions have some in common. */
const CARDS = 3;

/** One body. Sent again under its key it is a twin, under the other key a submission of the same codes. */
interface Body {
  mode: "single" | "partial" | "atomic";
  batch: number;
  cards: number[];
}
type BatchAction = Action &
  ({ do: "submit"; key: number; body: number } | { do: "work"; card: number } | { do: "pass"; ms: number });

const action: fc.Arbitrary<BatchAction> = fc.oneof(
  does("submit", { key: fc.nat(1), body: fc.nat(1) }, 5),
  does("work", { card: fc.nat(CARDS - 1) }),
  does("pass", { ms: fc.constant(LIMITS.demo.batchLeaseMs + 1) }),
);

const bodyOf = (modes: readonly Body["mode"][]): fc.Arbitrary<Body> =>
  fc.record({
    mode: fc.constantFrom(...modes),
    batch: fc.nat(1),
    cards: fc.uniqueArray(fc.nat(CARDS - 1), { minLength: 1 }),
  });

const batches = (modes: readonly Body["mode"][], omit: string[] = []) =>
  fc.asyncProperty(
    anyOrder(),
    fc.array(action, { minLength: 1, maxLength: 6 }),
    fc.tuple(bodyOf(modes), bodyOf(modes)),
    fc.array(fc.boolean(), { minLength: CARDS, maxLength: CARDS }),
    fc.nat(),
    (order, racing, bodies, good, luck) => {
      const behaviour = (code: string) => (good[cardIn(code)] ? "ok" : "declined");
      return raceInWorld({ behaviour, omit: new Set(omit) }, { order, luck, racing }, (world, witness) =>
        prepare(world, witness, racing, bodies),
      );
    },
  );

async function prepare(world: World, witness: Witness, racing: readonly BatchAction[], bodies: readonly Body[]) {
  const planId = await world.plan();
  await world.account();
  const act = (action: BatchAction): Promise<unknown> => {
    switch (action.do) {
      case "submit": {
        const body = bodies[action.body];
        return body ? send(world, witness, planId, `key-${action.key}`, body) : Promise.resolve();
      }
      case "work":
        // One that nobody has submitted yet has no worker.
        return work(world, codeOf(action.card)).catch(ignoreMissing);
      case "pass":
        return passTime(world, action.ms);
    }
  };
  const afterwards = async () => {
    // Whoever got no answer asks again when the lease is over, and gets the one that counts.
    world.nowMs += LIMITS.demo.batchLeaseMs + 1;
    for (const action of racing) if (action.do === "submit") await act(action).catch(() => undefined);
    await expectEachAttemptAcceptedOnce(world, witness);
  };
  return { act, afterwards };
}

function ignoreMissing(error: Error): void {
  if (!error.message.includes("a redemption that does not exist")) throw error;
}

function send(world: World, witness: Witness, planId: string, key: string, { mode, batch, cards }: Body) {
  const common = { planId, batchId: `batch-${batch}` };
  if (mode === "single") {
    const body = { ...common, code: codeOf(cards[0] ?? 0) };
    const request = world.request("POST /v1/redemptions", body, key);
    return witness.send(request, () => submitRedemption(world.deps, request, "acme", body));
  }
  const body = { ...common, mode, items: itemsOf(...cards.map(codeOf)) };
  const request = world.request("POST /v1/redemption-batches", body, key);
  return witness.send(request, () => submitBatch(world.deps, request, "acme", body));
}

/** However many asked, each attempt was begun by one request, and its caller was told so. */
async function expectEachAttemptAcceptedOnce(world: World, witness: Witness): Promise<void> {
  const answers = new Map(
    witness.calls
      .filter(({ status }) => status === 200 || status === 202)
      .map((call) => [
        `${call.route} ${call.key}`,
        { httpStatus: Number(call.status), body: JSON.parse(call.body ?? "") },
      ]),
  );
  const accepted = [...answers.values()].flatMap(acceptedIn);
  for (const { redemptionId, attempt } of await world.rows("RDM#")) {
    const times = accepted.filter((id) => id === redemptionId).length;
    // A partial batch that was resumed after its item had failed and another had tried it again reports the other's.
    expect([redemptionId, times]).toEqual([redemptionId, attempt === 1 ? 1 : expect.any(Number)]);
    expect(times).toBeLessThanOrEqual(Number(attempt));
  }
}

function acceptedIn({ httpStatus, body }: Answer): string[] {
  const { redemptionId, items = [] } = body as { redemptionId?: string; items?: AnsweredItem[] };
  const taken = items.filter(({ status, isIdempotent }) => status === "ACCEPTED" && !isIdempotent);
  return [...(httpStatus === 202 && redemptionId ? [redemptionId] : []), ...taken.map((item) => item.redemptionId)];
}

interface AnsweredItem {
  redemptionId: string;
  status: string;
  isIdempotent: boolean;
}

/** Some 60 ms each: two and a half seconds a mixture. */
test.each<[string, Body["mode"][]]>([
  ["partial batches", ["partial"]],
  ["atomic batches", ["atomic"]],
  ["batches of both kinds and single codes", ["partial", "atomic", "single"]],
])("in whatever order the requests of %s arrive, each code is taken once and each key has one answer", (_what, modes) =>
  assertRace(batches(modes), { numRuns: RUNS }),
);

planted.each<[Body["mode"], string]>([
  ["partial", "idempotency.record.isNewOrExpired"],
  ["partial", "redemption.accept.isNew"],
  ["atomic", "redemption.accept.isNew"],
])("codes of a %s batch that are taken without %s are found out", (mode, clause) =>
  expectFound((omit) => batches([mode], omit), [clause]),
);
