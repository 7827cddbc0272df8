import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  HttpApi,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { type HttpFunction, ROUTES } from "../../contract/routes.ts";

/**
 * Requests per second, and at once, for the whole stage. A new account runs 1,000 functions at once; a request takes well under a
 * second, so 500 a second leave half of that to the worker. Ask for more function concurrency before raising it.
 */
const THROTTLE = { rateLimit: 500, burstLimit: 500 };

export interface HttpApiProps {
  /** Rows of the route table whose function is not here are not deployed: the sandbox's. */
  functions: ReadonlyMap<HttpFunction, IFunction>;
  logRetention: RetentionDays;
  /** It answers to a name of its own and to no other. @default false */
  isNamed?: boolean;
}

/** The HTTP API with one route for each row of `contract/routes.ts`. No CORS: the callers are servers. */
export class TenderHttpApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", {
      apiName: "tender",
      createDefaultStage: false,
      description: "Tender",
      ...(props.isNamed ? { disableExecuteApiEndpoint: true } : {}),
    });
    const logs = new LogGroup(this, "AccessLogs", {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      autoDeploy: true,
      throttle: THROTTLE,
      // A metric of each route would cost as much as one of ours; the log has each request's route.
      detailedMetricsEnabled: false,
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: accessLogFormat() },
    });
    const integrations = new Map(
      [...props.functions].map(([name, each]) => [
        name,
        // One permission for each function instead of one for each route.
        new HttpLambdaIntegration(name, each, { scopePermissionToRoute: false }),
      ]),
    );
    for (const [key, row] of Object.entries(ROUTES)) {
      const integration = integrations.get(row.function);
      if (integration) this.addRoute(key, integration);
    }
  }

  private addRoute(key: string, integration: HttpLambdaIntegration): void {
    const [method, path] = key.split(" ") as [string, string?];
    const routeKey =
      path === undefined
        ? HttpRouteKey.DEFAULT
        : HttpRouteKey.with(path, method as Parameters<typeof HttpRouteKey.with>[1]);
    const route = new HttpRoute(this, key.replaceAll(/[^A-Za-z0-9]+/g, "-"), {
      httpApi: this.api,
      routeKey,
      integration,
      authorizer: new HttpNoneAuthorizer(),
    });
    Validations.of(route).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "The function's middleware verifies the API key (or the sandbox's signature), so that every refusal is a problem document; a test calls each route without a key.",
    });
  }
}

/** The route and never the path: a path may hold an Idempotency-Key. */
function accessLogFormat(): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      requestId: "$context.requestId",
      time: "$context.requestTimeEpoch",
      ip: "$context.identity.sourceIp",
      route: "$context.routeKey",
      status: "$context.status",
      bytes: "$context.responseLength",
      latencyMs: "$context.responseLatency",
      functionStatus: "$context.integrationStatus",
      functionLatencyMs: "$context.integrationLatency",
      error: "$context.error.messageString",
    }),
  );
}
