import {
  ContinuousBackupsUnavailableException,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { LocalError } from "../../../local/local-error.ts";
import type { Tables } from "../place.ts";

const POLL_MS = 5_000;

/** Tables at DynamoDB. `pause`: between two looks at a table that is being changed. */
export function dynamoDbTables(client: DynamoDBClient, pause: (ms: number) => Promise<void>): Tables {
  const describe = async (TableName: string): Promise<TableDescription | undefined> => {
    try {
      return (await client.send(new DescribeTableCommand({ TableName }))).Table;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };

  async function ready(name: string): Promise<TableDescription> {
    for (;;) {
      const table = await describe(name);
      if (!table) throw new Error(`The table ${name} is gone.`);
      if (isReady(table)) return table;
      await pause(POLL_MS);
    }
  }

  async function change(name: string, change: Omit<UpdateTableCommand["input"], "TableName">): Promise<void> {
    await client.send(new UpdateTableCommand({ TableName: name, ...change }));
    await ready(name);
  }

  /** Backups of a new table cannot be switched on until DynamoDB has made them ready. */
  async function protect(TableName: string): Promise<void> {
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    for (;;)
      try {
        await client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
        return;
      } catch (error) {
        if (!(error instanceof ContinuousBackupsUnavailableException)) throw error;
        await pause(POLL_MS);
      }
  }

  return {
    async window(TableName) {
      const { ContinuousBackupsDescription: backups } = await client.send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      const { EarliestRestorableDateTime: from, LatestRestorableDateTime: to } =
        backups?.PointInTimeRecoveryDescription ?? {};
      return from && to ? { fromMs: from.getTime(), toMs: to.getTime() } : undefined;
    },

    async restore(SourceTableName, TargetTableName, toMs) {
      const there = await describe(TargetTableName);
      if (there && isRestoreOf(there, SourceTableName, toMs)) return;
      if (there)
        throw new LocalError(`${TargetTableName} is there, and is no restore of ${SourceTableName} to this moment.`);
      const RestoreDateTime = new Date(toMs);
      await client.send(new RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName, RestoreDateTime }));
    },

    async isThere(name) {
      const table = await describe(name);
      return table !== undefined && isReady(table);
    },

    async settle(source, target) {
      const [like, table] = [await ready(source), await ready(target)];
      const { StreamViewType } = like.StreamSpecification ?? {};
      if (StreamViewType && !table.StreamSpecification?.StreamEnabled)
        await change(target, { StreamSpecification: { StreamEnabled: true, StreamViewType } });
      if (like.DeletionProtectionEnabled && !table.DeletionProtectionEnabled)
        await change(target, { DeletionProtectionEnabled: true });
      await protect(target);
      const { Tags = [] } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: like.TableArn }));
      // Names that begin with `aws:` are AWS's own, and nobody else may give them.
      const own = Tags.filter(({ Key }) => !Key?.startsWith("aws:"));
      if (own.length > 0) await client.send(new TagResourceCommand({ ResourceArn: table.TableArn, Tags: own }));
      const { LatestStreamArn } = await ready(target);
      if (!LatestStreamArn) throw new Error(`The table ${target} has no stream.`);
      return LatestStreamArn;
    },
  };
}

function isRestoreOf({ RestoreSummary }: TableDescription, source: string, toMs: number): boolean {
  const { SourceTableArn = "", RestoreDateTime } = RestoreSummary ?? {};
  return SourceTableArn.endsWith(`:table/${source}`) && RestoreDateTime?.getTime() === toMs;
}

/** An index that is still being filled would answer with too little. */
function isReady({ TableStatus, GlobalSecondaryIndexes = [] }: TableDescription): boolean {
  return TableStatus === "ACTIVE" && GlobalSecondaryIndexes.every(({ IndexStatus }) => IndexStatus === "ACTIVE");
}
