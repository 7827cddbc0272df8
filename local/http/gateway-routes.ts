import type { FunctionPool } from "../functions/function-pool.ts";
import { LocalError } from "../local-error.ts";
import type { Resolver } from "../template/intrinsics.ts";
import type { Resource } from "../template/template.ts";
import type { GatewayRoute } from "./http-gateway.ts";

interface IntegrationProperties {
  IntegrationUri: string;
  TimeoutInMillis?: number;
}

/** The routes of the template's HTTP API with the functions behind them. */
export function makeRoutes(
  resources: Resource[],
  resolver: Resolver,
  pools: Map<string, FunctionPool>,
): GatewayRoute[] {
  const integrations = new Map(
    resources
      .filter((resource) => resource.type === "AWS::ApiGatewayV2::Integration")
      .map((resource) => [
        resolver.text(resource.stack, { Ref: resource.logicalId }),
        resolver.properties(resource) as unknown as IntegrationProperties,
      ]),
  );
  return resources
    .filter((resource) => resource.type === "AWS::ApiGatewayV2::Route")
    .map((resource) => {
      const { RouteKey, Target } = resolver.properties(resource) as { RouteKey: string; Target: string };
      const integration = integrations.get(Target.replace(/^integrations\//, ""));
      const pool = integration && pools.get(functionOf(integration.IntegrationUri));
      if (!pool) throw new LocalError(`The route ${RouteKey} has no function of the template behind it.`);
      const timeoutMs = integration.TimeoutInMillis;
      return { routeKey: RouteKey, pool, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    });
}

/** An integration names the function's ARN, bare or inside an invocation path. */
function functionOf(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? uri;
}
