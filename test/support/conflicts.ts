import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

type Target = { TableName: string; Key?: Row; Item?: Row };
type Row = { pk: string; sk: string };
type Action = Partial<Record<"Put" | "Update" | "ConditionCheck" | "Get", Target>>;
type Command = { input: { TransactItems?: Action[] } };

/**
 * The engine lets one transaction after the other through. DynamoDB does not: who comes to a row that another transaction is
 * writing is cancelled, with `TransactionConflict` in that row's place. So does this client; `isBusy` names further rows that
 * somebody else is writing all the while.
 */
export function meetingOthers(
  client: DynamoDBDocumentClient,
  isBusy: (pk: string) => boolean = () => false,
): DynamoDBDocumentClient {
  const underWay = new Set<string>();
  const send = async (command: Command) => {
    const actions = command.input.TransactItems;
    if (!actions) return client.send(command as never);
    const rows = actions.map(rowOf);
    const met = rows.map((row) => underWay.has(row) || isBusy(row.split("\n")[1] ?? ""));
    if (met.includes(true)) throw conflictAt(met);
    const mine = actions.some(({ Get }) => Get) ? [] : rows;
    for (const row of mine) underWay.add(row);
    try {
      return await client.send(command as never);
    } finally {
      for (const row of mine) underWay.delete(row);
    }
  };
  return { send } as unknown as DynamoDBDocumentClient;
}

function rowOf(action: Action): string {
  const { TableName, Key, Item } = Object.values(action)[0] as Target;
  const { pk, sk } = (Key ?? Item) as Row;
  return [TableName, pk, sk].join("\n");
}

function conflictAt(met: readonly boolean[]): Error {
  const CancellationReasons = met.map((isMet) => ({ Code: isMet ? "TransactionConflict" : "None" }));
  return Object.assign(new Error("met others"), { name: "TransactionCanceledException", CancellationReasons });
}
