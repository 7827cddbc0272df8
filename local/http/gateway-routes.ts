import type { FunctionPool } from "../functions/function-pool.ts";
import { LocalError } from "../local-error.ts";
import { physicalName } from "../servers/addresses.ts";
import type { Resource } from "../template/template.ts";
import type { GatewayRoute } from "./http-gateway.ts";

/**
 * The functions behind this API's addresses that others have in their environment: their callers wait for a time of their own,
 * which a cold start on a busy machine could outlast.
 */
export function calledByOthers(functions: Resource[], routes: GatewayRoute[], api: string): FunctionPool[] {
  const variables = functions.flatMap(({ properties }) => {
    const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, string> };
    return Object.values(Variables);
  });
  const folders = variables.filter((text) => text.startsWith(`${api}/`)).map((text) => `${text.slice(api.length)}/`);
  const isCalled = ({ routeKey }: GatewayRoute) => folders.some((folder) => routeKey.split(" ")[1]?.startsWith(folder));
  return [...new Set(routes.filter(isCalled).map(({ pool }) => pool))];
}

/** The routes of the template's HTTP API with the functions behind them. */
export function makeRoutes(resources: Resource[], pools: Map<string, FunctionPool>): GatewayRoute[] {
  const of = (wanted: string) => resources.filter(({ type }) => type === wanted);
  const integrations = new Map(
    of("AWS::ApiGatewayV2::Integration").map((resource) => [physicalName(resource), resource.properties]),
  );
  return of("AWS::ApiGatewayV2::Route").map(({ properties }) => {
    const { RouteKey, Target } = properties as { RouteKey: string; Target: string };
    const integration = integrations.get(Target.replace(/^integrations\//, ""));
    const pool = pools.get(String(integration?.IntegrationUri));
    if (!pool) throw new LocalError(`The route ${RouteKey} has no function of the template behind it.`);
    return { routeKey: RouteKey, pool };
  });
}
