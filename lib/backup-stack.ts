import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { BackupPlan, BackupPlanRule, BackupResource, BackupSelection, BackupVault } from "aws-cdk-lib/aws-backup";
import { Schedule } from "aws-cdk-lib/aws-events";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { VAULT_PREFIX } from "./backup-settings.ts";
import type { AnyTable } from "./constructs/table-access.ts";
import type { Stage } from "./stages.ts";

export interface BackupStackProps extends StackProps {
  stage: Stage & { backup: NonNullable<Stage["backup"]> };
  main: AnyTable;
}

export const vaultOf = (stage: string): string => `${VAULT_PREFIX}${stage}`;

/** Earlier than most of the world begins to work; a backup takes nothing of the table's throughput. */
const DAILY = Schedule.cron({ hour: "3", minute: "0" });
/** It waits for its turn for so long at most, and is missed ("Backups that fail") when it has not ended in a day. */
const START_WINDOW = Duration.hours(2);
const COMPLETION_WINDOW = Duration.hours(20);
/** Parts of an export that broke off are paid for, and seen by nobody. */
const PARTS_KEPT = Duration.days(7);

/**
 * Daily backups of what matters, with their copy elsewhere, and a bucket for exports. Of `transient` and `events` there are none: they
 * are of no use later than a moment (docs/adr/0029-a-lost-region.md).
 */
export class BackupStack extends Stack {
  /** Output: what `npm run export` writes to. */
  static readonly BUCKET = "ExportBucketName";

  constructor(scope: Construct, id: string, { stage, main, ...props }: BackupStackProps) {
    const isKept = stage.data === "keep";
    super(scope, id, { ...props, terminationProtection: isKept, description: "Tender: backups and exports" });
    // What a first deployment that fails has made goes: the vault's name is fixed, and the next one could not make it.
    const removalPolicy = isKept ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    const deleteAfter = Duration.days(stage.backup.keepDays);
    const vault = new BackupVault(this, "Vault", {
      backupVaultName: vaultOf(stage.name),
      removalPolicy,
      // Nobody takes a backup away before its time: who may change the vault's policy can, in two deliberate steps.
      blockRecoveryPointDeletion: isKept,
    });
    const { copyTo } = stage.backup;
    const destination = copyTo === undefined ? undefined : BackupVault.fromBackupVaultArn(this, "Copies", copyTo);
    const plan = new BackupPlan(this, "Plan", {
      backupVault: vault,
      backupPlanRules: [
        new BackupPlanRule({
          scheduleExpression: DAILY,
          startWindow: START_WINDOW,
          completionWindow: COMPLETION_WINDOW,
          deleteAfter,
          ...(destination ? { copyActions: [{ destinationBackupVault: destination, deleteAfter }] } : {}),
        }),
      ],
    });
    new BackupSelection(this, "Selection", {
      backupPlan: plan,
      resources: [BackupResource.fromArn(main.tableArn)],
      role: this.role(),
      disableDefaultBackupPolicy: true,
    });
    new CfnOutput(this, BackupStack.BUCKET, { value: this.exports(removalPolicy, deleteAfter).bucketName });
  }

  /** AWS Backup alone may be it. */
  private role(): Role {
    const policy = "service-role/AWSBackupServiceRolePolicyForBackup";
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("backup.amazonaws.com"),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(policy)],
    });
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
      reason:
        "AWS Backup's own: what it needs changes with it, and a backup that lacks a right is missed when it is needed.",
    });
    return role;
  }

  /** By DynamoDB on an operator's word. No function of ours knows it. */
  private exports(removalPolicy: RemovalPolicy, expiration: Duration): Bucket {
    const bucket = new Bucket(this, "Exports", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy,
      lifecycleRules: [{ expiration, abortIncompleteMultipartUploadAfter: PARTS_KEPT }],
    });
    Validations.of(bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "Nobody reads it by program; who has read it is in CloudTrail where the account records data events.",
    });
    return bucket;
  }
}
