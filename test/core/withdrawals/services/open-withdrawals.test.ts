import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { update } from "../../../../core/foundation/store/write.ts";
import { WITHDRAWAL_TRANSITIONS, type WithdrawalState } from "../../../../core/withdrawals/domain/withdrawal.ts";
import { destinationsAwaited } from "../../../../core/withdrawals/services/open-withdrawals.ts";
import { listOfWithdrawals, withdrawalKey } from "../../../../core/withdrawals/store/keys.ts";
import { WithdrawalWorld } from "./withdrawal-world.ts";

const ENDED: readonly string[] = ["CONFIRMED", "CANCELLED"];
/** From one state that has not ended to another. */
const MOVES = [
  ...new Map(
    (WITHDRAWAL_TRANSITIONS as readonly { from: string; to: string }[])
      .filter(({ from, to }) => from !== to && ![from, to].some((state) => [...ENDED, "(new)"].includes(state)))
      .map(({ from, to }) => [`${from} ${to}`, { from, to }]),
  ).values(),
];
/** A withdrawal for each move, each to a destination of its own. */
let moving: { from: string; to: string; withdrawalId: string; destinationId: string }[];
let bank: WithdrawalWorld;
beforeEach(async () => {
  bank = await WithdrawalWorld.create({ funds: 100_000 });
  moving = [];
  for (const move of MOVES) {
    const destinationId = await bank.destination();
    const { withdrawalId } = await bank.tried({ destinationId });
    moving.push({ ...move, withdrawalId, destinationId });
  }
});
afterEach(() => bank.world.drop());

async function moveAll(side: "from" | "to"): Promise<void> {
  for (const { withdrawalId, [side]: state } of moving) {
    const { statePk } = (await bank.row(withdrawalId)) as unknown as { statePk: string };
    const list = listOfWithdrawals("acme", state, Number(statePk.split("#").at(-1)));
    const change = { set: { state: state as WithdrawalState, statePk: list }, only: {} };
    await bank.deps.tables.write(update("test.move", withdrawalKey("acme", withdrawalId), change));
  }
}

test("a withdrawal that moves on while the lists are read is found, whichever move it is and whenever it happens", async () => {
  const { tables } = bank.deps;
  const query = tables.query.bind(tables);
  const ask = async (isTurn: (read: number) => boolean) => {
    let reads = 0;
    let list = "";
    tables.query = async (table, asked) => {
      const state = asked.partition[1].replace(/#\d+$/, "");
      if (state !== list && isTurn(reads++)) await moveAll("to");
      list = state;
      return query(table, asked);
    };
    await moveAll("from");
    const found = await destinationsAwaited(bank.deps, "acme");
    return { reads, missed: moving.filter(({ destinationId }) => !found.has(destinationId)) };
  };
  const { reads, missed } = await ask(() => false);
  expect([missed, MOVES.length]).toEqual([[], 5]);
  for (let turn = 0; turn < reads; turn++)
    expect([turn, (await ask((read) => read === turn)).missed]).toEqual([turn, []]);
});

test("one that has ended is awaited by nobody", async () => {
  const destinationId = await bank.destination();
  const { withdrawalId, withdrawalNo } = await bank.tried({ destinationId });
  expect(await destinationsAwaited(bank.deps, "acme")).toContain(destinationId);
  await bank.cancel(withdrawalNo);
  expect((await bank.row(withdrawalId)).state).toBe("CANCELLED");
  expect(await destinationsAwaited(bank.deps, "acme")).not.toContain(destinationId);
});
