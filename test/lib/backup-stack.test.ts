import { describe, expect, test } from "@jest/globals";
import { ofType, type Statement, synthesise } from "./synthesis.ts";
import { PLACED, WATCHFUL } from "./watched.ts";

const { backup: template, service } = synthesise({ limits: "production", sandbox: false, stage: WATCHFUL });
if (!template) throw new Error("there is no stack of backups");
const only = (type: string) => {
  const found = ofType(template, type);
  expect(found).toHaveLength(1);
  return (found[0] as (typeof found)[number])[1];
};
const denied = (policy: unknown) =>
  (policy as { Statement: Statement[] }).Statement.filter(({ Effect }) => Effect === "Deny");

describe("the vault", () => {
  const vault = only("AWS::Backup::BackupVault");

  test("outlives its stack, and lets nobody delete a backup before its time", () => {
    // But for one whose stack could not be made: its name would be taken when it is tried again.
    expect(vault).toMatchObject({ DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" });
    expect(vault.Properties.BackupVaultName).toBe("tender-production");
    expect(denied(vault.Properties.AccessPolicy)).toMatchObject([
      { Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"], Principal: { AWS: "*" } },
    ]);
  });

  test("gets the main table each day, and the other vault gets it, too, for as long", () => {
    const { BackupPlanRule: rules } = only("AWS::Backup::BackupPlan").Properties.BackupPlan as {
      BackupPlanRule: object[];
    };
    expect(rules).toEqual([
      expect.objectContaining({
        ScheduleExpression: "cron(0 3 * * ? *)",
        Lifecycle: { DeleteAfterDays: 35 },
        CopyActions: [{ DestinationBackupVaultArn: WATCHFUL.backup?.copyTo, Lifecycle: { DeleteAfterDays: 35 } }],
      }),
    ]);
    const { Resources } = only("AWS::Backup::BackupSelection").Properties.BackupSelection as { Resources: unknown[] };
    expect(Resources).toEqual([
      { "Fn::ImportValue": expect.stringMatching(/^TenderData-production:.*GetAttMain.*Arn/) },
    ]);
  });

  test("is filled by a role that nobody but AWS Backup may be", () => {
    const { AssumeRolePolicyDocument, ManagedPolicyArns, Policies } = only("AWS::IAM::Role").Properties;
    expect(AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Action: "sts:AssumeRole", Principal: { Service: "backup.amazonaws.com" } }],
    });
    expect(JSON.stringify(ManagedPolicyArns)).toContain("AWSBackupServiceRolePolicyForBackup");
    expect(Policies).toBeUndefined();
  });
});

test("exports lie encrypted in a bucket that is closed to the public and to plain HTTP, and go when backups go", () => {
  const bucket = only("AWS::S3::Bucket");
  expect(bucket).toMatchObject({
    DeletionPolicy: "RetainExceptOnCreate",
    Properties: {
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      },
      LifecycleConfiguration: {
        Rules: [
          { ExpirationInDays: 35, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: "Enabled" },
        ],
      },
    },
  });
  expect(JSON.stringify(bucket.Properties.BucketEncryption)).toContain('"SSEAlgorithm":"AES256"');
  expect(denied(only("AWS::S3::BucketPolicy").Properties.PolicyDocument)).toMatchObject([
    { Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
  ]);
  expect(JSON.stringify(service)).not.toContain("ExportBucket");
});

test("after a restore it is the restored table that is backed up", () => {
  const table = "TenderData-Main-restored-20261127T190000Z";
  const stream = `arn:aws:dynamodb:eu-central-1:123456789012:table/${table}/stream/2026-11-27T19:40:00.000`;
  const { backup } = synthesise({
    ...{ limits: "production", sandbox: false },
    stage: { ...PLACED, backup: { keepDays: 35 }, restored: { table, stream } },
  });
  const [[, selection] = []] = backup ? ofType(backup, "AWS::Backup::BackupSelection") : [];
  expect(JSON.stringify(selection)).toContain(`:table/${table}"`);
  expect(JSON.stringify(backup)).not.toContain("CopyActions");
});

test("a stage that asks for none has none", () => {
  expect(synthesise({ limits: "production", sandbox: false, stage: PLACED })).not.toHaveProperty("backup");
});
