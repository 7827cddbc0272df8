import { readFileSync } from "node:fs";
import { type Stage, stageNamed } from "../../lib/stages.ts";
import { type CfnTemplate, ofType, type Resource, targetOf } from "./synthesis.ts";

/** Every dimension value that an alarm watches, by its namespace and metric. */
export function watched({ Properties }: Resource): string[] {
  const metrics = (Properties.Metrics as { MetricStat?: { Metric: Record<string, unknown> } }[] | undefined) ?? [];
  const all = [Properties, ...metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))];
  return all.flatMap((each) =>
    ((each.Dimensions ?? []) as { Value: unknown }[]).map(
      ({ Value }) => `${each.Namespace} ${each.MetricName} ${name(Value)}`,
    ),
  );
}

function name(value: unknown): string {
  return typeof value === "string" ? value : targetOf(value);
}

/** What any alarm of the template watches. */
export function everythingWatchedIn(template: CfnTemplate): string[] {
  return ofType(template, "AWS::CloudWatch::Alarm").flatMap(([, alarm]) => watched(alarm));
}

/** Production, somewhere. */
export const PLACED: Stage = {
  ...stageNamed("production", readFileSync(new URL("../../stages.json", import.meta.url), "utf8")),
  ...{ account: "123456789012", region: "eu-central-1" },
};

/** If it asked for whatever may be asked for. */
export const WATCHFUL: Stage = {
  ...PLACED,
  replica: "eu-west-1",
  backup: { keepDays: 35, copyTo: "arn:aws:backup:eu-west-1:210987654321:backup-vault:copies" },
  silence: { usualEvents: 120 },
  probe: true,
  budget: { monthlyUsd: 500, emails: ["costs@shop.example"] },
};
