import { readTables } from "../../harness/read-tables.ts";
import { type Stage, TENANT } from "../../harness/stage.ts";

const ROUTE = "POST /v1/users/{userId}/forget";

/** A name goes, and what was counted under it stays. */
export async function forgetSomebody(stage: Stage, userId: string): Promise<void> {
  const { operator, merchant, screen, instance } = stage;
  screen.scene(
    "Somebody asks to be forgotten",
    `${userId} has used a code, and has given it back. An operator has the name emptied from whatever has ended.`,
  );
  const rowsWithName = async () =>
    (await readTables(instance.run)).main.filter((row) => Object.values(row).includes(userId)).length;
  const before = await rowsWithName();
  const call = {
    path: { userId },
    key: stage.newKey("forget"),
    body: { merchantId: TENANT, reason: "the user has asked for it" },
  };
  const [answer, again] = [await operator.send(ROUTE, call), await operator.send(ROUTE, call)];
  const merchants = await merchant.call(ROUTE, call);
  const after = await rowsWithName();
  stage.check(
    answer.status === 200 && before > 0 && after === 0,
    `the name stood in ${before} rows of the books, and stands in ${after}`,
    answer.text,
  );
  stage.check(
    again.text === answer.text && again.replayed && merchants.status === 403,
    "again under its key: the first answer, byte for byte; a merchant may not ask for it (403)",
    `${again.text} ${merchants.status}`,
  );
}
