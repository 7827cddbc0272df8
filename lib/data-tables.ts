import { type RemovalPolicy, Tags } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { STAGE_TAG } from "./constructs/stage-budget.ts";
import type { TableSchema } from "./schema.ts";
import type { Stage } from "./stages.ts";

const TYPES = { S: AttributeType.STRING, N: AttributeType.NUMBER };

export interface DataTableProps {
  schema: TableSchema;
  /** Whether it can be set back, here and in its replica. */
  pointInTimeRecovery: boolean;
  /** Nobody can delete it. */
  isKept: boolean;
  removalPolicy: RemovalPolicy;
  stage: Pick<Stage, "name" | "replica"> | undefined;
}

/**
 * A stage's table is a global one from its first day, of one region or two: a table of the other kind would have to be made anew to
 * become one. Without a stage it is of the kind that every AWS-compatible endpoint knows (docs/adr/0029-a-lost-region.md).
 */
export function dataTable(scope: Construct, id: string, props: DataTableProps): Table | TableV2 {
  const { schema, isKept, stage } = props;
  const options = {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    sortKey: { name: "sk", type: AttributeType.STRING },
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: props.pointInTimeRecovery },
    deletionProtection: isKept,
    removalPolicy: props.removalPolicy,
    ...(schema.ttlAttribute === undefined ? {} : { timeToLiveAttribute: schema.ttlAttribute }),
  };
  if (stage) {
    const { replica } = stage;
    const table = new TableV2(scope, id, {
      ...options,
      encryption: TableEncryptionV2.awsManagedKey(),
      // What a replica is fed from. It cannot be changed once there is one, and a stream that nobody reads costs nothing.
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      ...(replica === undefined ? {} : { replicas: [{ region: replica }] }),
    });
    addIndexes(table, schema);
    // A global table has its tags for each region; a stack's own may not reach them.
    Tags.of(table).add(STAGE_TAG, stage.name);
    return table;
  }
  const table = new Table(scope, id, {
    ...options,
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    ...(schema.stream ? { stream: StreamViewType.NEW_IMAGE } : {}),
  });
  addIndexes(table, schema);
  return table;
}

/** Shared with the sandbox's table. */
export function addIndexes(table: Table | TableV2, schema: TableSchema): void {
  for (const index of schema.indexes) {
    table.addGlobalSecondaryIndex({
      indexName: index.name,
      partitionKey: { name: index.partitionKey[0], type: TYPES[index.partitionKey[1]] },
      sortKey: { name: index.sortKey[0], type: TYPES[index.sortKey[1]] },
      ...projectionOf(index.include),
    });
  }
}

function projectionOf(include: readonly string[] | "ALL") {
  if (include === "ALL") return { projectionType: ProjectionType.ALL };
  if (include.length === 0) return { projectionType: ProjectionType.KEYS_ONLY };
  return { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...include] };
}
