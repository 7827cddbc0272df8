import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Item, type Key, Tables, type Write } from "../../../../core/foundation/store/table.ts";
import { createTables, type TestTables } from "../../../support/engine.ts";

/** `undefined`: no row is there. */
type Row = Item | undefined;

/** One named write, rows that it must accept, and for each of its clauses rows that violate this clause alone. */
export interface WriteCase {
  write: Write;
  accepts: Record<string, Row>;
  refuses: Record<string, Record<string, Row>>;
}

/** The clause that each write has which tells of an event: nothing has been told since the row was read. */
export const toldSince = (row: Item): Record<string, Record<string, Row>> => ({
  eventsAsSeen: { "one that has told of something since": { ...row, events: 1 } },
});

export const keyOf = (write: Write): Key => {
  const { pk, sk } = write.kind === "put" ? write.item : write.key;
  return { pk, sk };
};

/** Runs each case against the engine. That a refusing row violates its clause alone is shown by leaving the clause out. */
export function describeWrites(cases: readonly WriteCase[]): void {
  let engine: TestTables;
  beforeAll(async () => {
    engine = await createTables();
  });
  afterAll(() => engine.drop());

  async function attempt({ write }: WriteCase, row: Row, omit: string[] = []) {
    const TableName = engine[write.table];
    const Key = keyOf(write);
    const told = "tells" in write ? write.tells : undefined;
    if (told) await engine.client.send(new DeleteCommand({ TableName: engine.events, Key: keyOf(told) }));
    if (row) await engine.client.send(new PutCommand({ TableName, Item: { ...row, ...Key } }));
    else await engine.client.send(new DeleteCommand({ TableName, Key }));
    const tables = new Tables({
      ...engine,
      fraction: () => 0,
      pause: async () => {},
      omit: new Set(omit.map((clause) => `${write.name}.${clause}`)),
    });
    return tables.transact([write]);
  }

  describe.each(cases.map((one) => [one.write.name, one] as const))("%s", (name, one) => {
    test.each(Object.entries(one.accepts))("accepts %s", async (_what, row) => {
      expect(await attempt(one, row)).toEqual({ committed: true });
    });

    for (const [clause, rows] of Object.entries(one.refuses)) {
      test.each(Object.entries(rows))(`refuses %s (${name}.${clause})`, async (_what, row) => {
        const refused = await attempt(one, row);
        expect(refused).toEqual({ committed: false, refusals: [{ old: row && { ...row, ...keyOf(one.write) } }] });
        expect(await attempt(one, row, [clause])).toEqual({ committed: true });
      });
    }
  });
}
