import { expect, test } from "@jest/globals";
import type { Item, Key, Tables } from "../../../../core/foundation/store/table.ts";
import { readWithSeldomChanged } from "../../../../core/orders/services/seldom-changed.ts";

const key = (pk: string): Key => ({ pk, sk: "HEAD" });

/** Every row is there; `read` lists what each request asked for. */
function shelf() {
  const read: string[][] = [];
  const deps = { tables: undefined as unknown as Tables, clock: () => 0 };
  let meanwhile: (() => Promise<unknown>) | undefined;
  const getAcross = async (keys: readonly Key[]): Promise<Item[]> => {
    read.push(keys.map(({ pk }) => pk));
    const others = meanwhile;
    meanwhile = undefined;
    await others?.();
    return keys.map(({ pk, sk }) => ({ pk, sk }));
  };
  deps.tables = { getAcross } as unknown as Tables;
  return { deps, read, during: (others: () => Promise<unknown>) => (meanwhile = others) };
}

test("a copy counts for less than a second", async () => {
  const { deps, read } = shelf();
  for (const nowMs of [0, 999, 1000]) {
    await readWithSeldomChanged({ ...deps, clock: () => nowMs }, [key("a")], [key("offer")]);
  }
  expect(read).toEqual([["a", "offer"], ["a"], ["a", "offer"]]);
});

test("a copy that was fresh stays known when another request clears all copies meanwhile", async () => {
  const { deps, during } = shelf();
  await readWithSeldomChanged(deps, [], [key("campaign")]);
  during(async () => {
    for (let n = 0; n < 1001; n++) await readWithSeldomChanged(deps, [], [key(`other-${n}`)]);
  });
  const { rows, seldom } = await readWithSeldomChanged(deps, [key("a")], [key("campaign"), key("offer")]);
  expect(rows).toEqual([key("a")]);
  expect(seldom).toEqual([key("campaign"), key("offer")]);
});
