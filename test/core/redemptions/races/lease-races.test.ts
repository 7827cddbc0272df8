import { jest, test } from "@jest/globals";
import fc from "fast-check";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import { releaseAccount } from "../../../../core/redemptions/services/account-release.ts";
import { changeLoginStatus } from "../../../../core/redemptions/services/accounts.ts";
import { passTime } from "../../../support/races/race.ts";
import { type Action, anyOrder, assertRace, does, expectFound, planted, RUNS } from "../../../support/races/search.ts";
import type { Witness } from "../../../support/races/witness.ts";
import type { Behaviour } from "../../../support/scripted-exchange.ts";
import type { World } from "../../../support/world.ts";
import { MERCHANT, OPERATOR, submit, work } from "../services/submitting.ts";
import { cardIn, codeOf, raceInWorld } from "./card-races.ts";

/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);

const { backoffMs, leaseMs, settleMs } = LIMITS.demo.exchange;
const BEHAVIOURS = ["ok", "declined", "reply-lost", "error-once"] as const satisfies Behaviour[];
type LoginStatus = "ACTIVE" | "INACTIVE";

interface Scarcity {
  cards: number;
  accounts: number;
}
type LeaseAction = Action &
  (
    | { do: "work"; card: number }
    | { do: "pass"; ms: number }
    | { do: "log"; account: number; to: LoginStatus }
    | { do: "release"; account: number }
  );

const actions = ({ cards, accounts }: Scarcity): fc.Arbitrary<LeaseAction[]> => {
  const account = fc.nat(accounts - 1);
  const action = fc.oneof(
    does("work", { card: fc.nat(cards - 1) }, 6),
    // A follow-up, a worker that comes after a lease, and one that may believe "not found".
    does("pass", { ms: fc.constantFrom(backoffMs, leaseMs + 1, settleMs + 1) }, 3),
    does("log", { account, to: fc.constantFrom<LoginStatus>("ACTIVE", "INACTIVE") }, 2),
    does("release", { account }),
  );
  return fc.array(action, { minLength: 1, maxLength: 8 });
};

const leases = (scarcity: Scarcity, omit: string[] = []) =>
  fc.asyncProperty(
    anyOrder(),
    actions(scarcity),
    fc.array(fc.constantFrom(...BEHAVIOURS), { minLength: scarcity.cards, maxLength: scarcity.cards }),
    fc.nat(),
    (order, racing, behaviours, luck) => {
      const behaviour = (code: string) => behaviours[cardIn(code)] ?? "ok";
      return raceInWorld({ behaviour, omit: new Set(omit) }, { order, luck, racing }, (world, witness) =>
        prepare(world, witness, scarcity),
      );
    },
  );

async function prepare(world: World, witness: Witness, { cards, accounts }: Scarcity) {
  const planId = await world.plan();
  const ids: string[] = [];
  for (let count = 0; count < accounts; count++) ids.push(await world.account());
  for (let card = 0; card < cards; card++) await submit(world, { planId, code: codeOf(card), batchId: "b" });

  const log = (accountId: string, loginStatus: LoginStatus) => {
    const request = world.request("PATCH /v1/accounts/{id}", { loginStatus }, undefined, { id: accountId });
    return witness.send(request, () => changeLoginStatus(world.deps, request, MERCHANT, accountId, { loginStatus }));
  };
  const release = (accountId: string) => {
    const body = { reason: "looks stuck" };
    const request = world.request("POST /v1/accounts/{id}/release-lease", body, undefined, { id: accountId });
    return witness.send(request, () => releaseAccount(world.deps, request, OPERATOR, accountId, body));
  };
  const act = (action: LeaseAction): Promise<unknown> => {
    switch (action.do) {
      case "work":
        return work(world, codeOf(action.card));
      case "pass":
        return passTime(world, action.ms);
      case "log":
        return log(ids[action.account] ?? "", action.to);
      case "release":
        return release(ids[action.account] ?? "");
    }
  };
  // An account that stays logged out would leave its redemptions without one, until they are too old.
  const afterwards = () => Promise.all(ids.map((accountId) => log(accountId, "ACTIVE")));
  return { act, afterwards };
}

const CARDS_SCARCE: Scarcity = { cards: 2, accounts: 3 };
const ACCOUNTS_SCARCE: Scarcity = { cards: 2, accounts: 1 };

/** Some 90 ms each: four seconds a scarcity. */
test.each([
  ["cards scarcer than accounts", CARDS_SCARCE],
  ["accounts scarcer than cards", ACCOUNTS_SCARCE],
])("with %s, in no order of requests do two redemptions hold one account, or one account is lost", (_what, scarcity) =>
  assertRace(leases(scarcity), { numRuns: RUNS }),
);

/** Needs a lease that ends between two requests of one worker, and another worker between the next two: one race in forty. */
const FOUND_SOON = { seed: 18, racersMax: 7 };

planted("an account that is bound without looking at the worker's epoch is found out", () =>
  expectFound((omit) => leases(ACCOUNTS_SCARCE, omit), ["redemption.bind-account.epochIsMine"], FOUND_SOON),
);
