import { Duration } from "aws-cdk-lib";
import { Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { type Backup, VAULT_ARN } from "./backup-settings.ts";
import { type Alarms, sumOf } from "./constructs/alarms.ts";

const HOUR = Duration.hours(1);
const DAY = Duration.days(1);
/** One each day, at about the same time: in two whole days without one, one was missed. */
const SILENT_DAYS = 2;
const SECTION = "Backups that fail";

/** Of a stage's vault, and of the one that its backups are copied to. AWS does not say which of the two a copy is counted for. */
export function addBackupAlarms(alarms: Alarms, { vault, copyTo }: { vault: string } & Pick<Backup, "copyTo">): void {
  const copies = copyTo === undefined ? [] : [...new Set([vault, VAULT_ARN.exec(copyTo)?.[3] ?? ""])];
  const jobs = (name: string, period: Duration, vaults: readonly string[]) =>
    vaults.map(
      (BackupVaultName) =>
        new Metric({
          namespace: "AWS/Backup",
          metricName: `NumberOf${name}`,
          dimensionsMap: { BackupVaultName },
          statistic: Stats.SUM,
          period,
        }),
    );
  const failed = ["BackupJobsFailed", "BackupJobsAborted", "BackupJobsExpired"];
  alarms.add("BackupFails", {
    severity: "ticket",
    metric: sumOf("backups and copies that failed", HOUR, [
      ...failed.flatMap((name) => jobs(name, HOUR, [vault])),
      ...jobs("CopyJobsFailed", HOUR, copies),
    ]),
    atLeast: 1,
    meaning: "A backup of the main table failed, was stopped or did not begin in time, or its copy failed.",
    section: SECTION,
  });
  alarms.addSilence("BackupSilent", {
    severity: "ticket",
    metric: sumOf("backups made", DAY, jobs("BackupJobsCompleted", DAY, [vault])),
    periods: SILENT_DAYS,
    meaning: "For two days no backup of the main table was made.",
    section: SECTION,
  });
  if (copies.length === 0) return;
  alarms.addSilence("CopySilent", {
    severity: "ticket",
    metric: sumOf("copies made", DAY, jobs("CopyJobsCompleted", DAY, copies)),
    periods: SILENT_DAYS,
    meaning: "For two days no backup of the main table was copied.",
    section: SECTION,
  });
}
