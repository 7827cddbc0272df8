import { expect, test } from "@jest/globals";
import { DEPLOYED } from "../../tools/scale/cost.ts";
import { ofType, synthesise } from "./synthesis.ts";

const { data, service } = synthesise({ limits: "production", sandbox: false });

test("what docs/cost.md says is deployed is deployed", () => {
  // A metric that an alarm names itself, or each of those that its expression takes.
  const watched = ofType(service, "AWS::CloudWatch::Alarm").map(([, { Properties }]) => {
    const metrics = (Properties.Metrics as { MetricStat?: object }[] | undefined) ?? [{ MetricStat: {} }];
    return metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
  });
  expect({
    alarmMetrics: watched.reduce((sum, count) => sum + count, 0),
    compositeAlarms: ofType(service, "AWS::CloudWatch::CompositeAlarm").length,
    dashboards: ofType(service, "AWS::CloudWatch::Dashboard").length,
    secrets: ofType(data, "AWS::SecretsManager::Secret").length + ofType(service, "AWS::SecretsManager::Secret").length,
  }).toEqual(DEPLOYED);
});

test("detailed metrics of routes are off: each would be a metric of each route", () => {
  const [[, stage] = []] = ofType(service, "AWS::ApiGatewayV2::Stage");
  const { DefaultRouteSettings = {}, RouteSettings = {} } = stage?.Properties ?? {};
  expect(JSON.stringify([DefaultRouteSettings, RouteSettings])).not.toContain('DetailedMetricsEnabled":true');
  expect(DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: expect.any(Number) });
});
