import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { submitBatch } from "../../../../core/redemptions/services/redemption-batches.ts";
import { submitRedemption } from "../../../../core/redemptions/services/redemptions.ts";
import { type Action, anyOrder, assertRace, does, expectFound, planted, RUNS } from "../../../support/races/search.ts";
import type { Witness } from "../../../support/races/witness.ts";
import { rotatingVault } from "../../../support/rotating-vault.ts";
import type { World } from "../../../support/world.ts";
import { itemsOf } from "../services/submitting.ts";
import { codeOf, raceInWorld } from "./card-races.ts";

/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);

const CARDS = 2;
type Submit = Action & { do: "submit"; pepper: 1 | 2; key: number; mode: "single" | "partial" | "atomic" };
const action: fc.Arbitrary<Submit> = fc.oneof(
  does("submit", {
    pepper: fc.constantFrom(1 as const, 2 as const),
    key: fc.nat(1),
    mode: fc.constantFrom("single" as const, "partial" as const, "atomic" as const),
  }),
);

const rotations = (omit: string[] = []) =>
  fc.asyncProperty(anyOrder(), fc.array(action, { minLength: 1, maxLength: 5 }), fc.nat(), (order, racing, luck) =>
    raceInWorld<Submit>({ omit: new Set(omit) }, { order, luck, racing }, async (world, witness) => {
      const planId = await world.plan();
      await world.account();
      const act = (action: Submit) => send(world, witness, planId, action);
      return { act, afterwards: () => expectEachCardOnce(world) };
    }),
  );

/** Under one key always the same: a twin may come to a function with another pepper. */
function send(world: World, witness: Witness, planId: string, { pepper, key, mode }: Submit) {
  // One has read the secret before the new pepper was used, the other after.
  const deps = { ...world.deps, vault: rotatingVault(pepper) };
  const common = { planId, batchId: `batch-${mode}` };
  const name = `${mode}-${key}`;
  if (mode === "single") {
    const body = { ...common, code: codeOf(0) };
    const request = world.request("POST /v1/redemptions", body, name);
    return witness.send(request, () => submitRedemption(deps, request, "acme", body));
  }
  const body = { ...common, mode, items: itemsOf(...Array.from({ length: CARDS }, (_, card) => codeOf(card))) };
  const request = world.request("POST /v1/redemption-batches", body, name);
  return witness.send(request, () => submitBatch(deps, request, "acme", body));
}

/** Whichever pepper has hashed it. */
async function expectEachCardOnce(world: World): Promise<void> {
  const cards = (await world.rows("RDM#")).filter(({ sk }) => sk === "HEAD").map(({ last4 }) => last4);
  expect(cards).toEqual([...new Set(cards)]);
}

test("while one pepper takes the place of another, no card is taken twice, and a key has one answer", () =>
  assertRace(rotations(), { numRuns: RUNS }));

planted("cards that are taken without a look at their other id are found out", () =>
  expectFound((omit) => rotations(omit), ["redemption.unknown.isUnknown"]),
);
