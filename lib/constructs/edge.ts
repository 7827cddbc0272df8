import { Duration, Fn, Validations } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  type ErrorResponse,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { FirewallStack } from "../firewall-stack.ts";
import { EDGE_REGION, EDGE_SECRETS, type Stage } from "../stages.ts";
import { pointTo } from "./api-domain.ts";

/** The header in which the edge shows that a request has come through it. What a caller sends under this name it replaces. */
export const EDGE_HEADER = "tender-edge";

/** Longer than the gateway waits for a function, so that its answer comes and not the edge's own. */
const READ_TIMEOUT = Duration.seconds(35);

/**
 * All errors that CloudFront would keep for ten seconds, whatever their headers say: one merchant's 404 is not another's. By its
 * documentation these are all whose time can be set.
 */
const NEVER_KEPT: ErrorResponse[] = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}));

export interface EdgeProps {
  api: HttpApi;
  stage: Stage & { edge: NonNullable<Stage["edge"]>; domain: NonNullable<Stage["domain"]> };
  /** Those behind the API: they refuse what has not come through the edge. */
  functions: readonly LambdaFunction[];
}

/** CloudFront and its firewall before the API, and the two secrets by which the functions know what came through them. */
export class Edge extends Construct {
  constructor(scope: Construct, id: string, { api, stage, functions }: EdgeProps) {
    super(scope, id);
    const { domain, edge } = stage;
    const secrets = Object.fromEntries(EDGE_SECRETS.map((name) => [name, this.secret(name)])) as Record<
      (typeof EDGE_SECRETS)[number],
      Secret
    >;
    this.close(functions, Object.values(secrets));
    const distribution = new Distribution(this, "Distribution", {
      comment: `Tender ${stage.name}`,
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, "Certificate", domain.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      webAclId: Fn.getStackOutput(`TenderEdge-${stage.name}`, FirewallStack.ARN, EDGE_REGION),
      errorResponses: NEVER_KEPT,
      defaultBehavior: {
        origin: new HttpOrigin(Fn.select(2, Fn.split("/", api.apiEndpoint)), {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          readTimeout: READ_TIMEOUT,
          // Resolved by CloudFormation: the template has its name only.
          customHeaders: { [EDGE_HEADER]: secrets[edge.sends].secretValue.unsafeUnwrap() },
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        // A caller's key must not go over the wire in the clear, not even to be redirected.
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        // Everything goes through as it came: nothing is kept, no body is touched, and the API knows itself by its own name.
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        compress: false,
      },
    });
    Validations.of(distribution).acknowledge({
      id: "AwsSolutions-CFR3",
      reason:
        "Its log would have paths, and a path may hold an Idempotency-Key: the API's access log has what comes through, the firewall's what does not.",
    });
    Validations.of(distribution).acknowledge({
      id: "AwsSolutions-CFR1",
      reason: "Merchants and vendors call from wherever their servers are.",
    });
    pointTo(this, domain, new CloudFrontTarget(distribution), distribution.distributionDomainName);
  }

  private secret(name: string): Secret {
    const secret = new Secret(this, name === "first" ? "First" : "Second", {
      description: `The edge's ${name} secret: what came through it bears one of the two`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason:
        "CloudFront learns of a new value with a deployment: one of the two is renewed while the other is sent, by the runbook.",
    });
    return secret;
  }

  private close(functions: readonly LambdaFunction[], secrets: readonly Secret[]): void {
    const arns = secrets.map(({ secretArn }) => secretArn);
    for (const each of functions) {
      each.addEnvironment("EDGE_SECRETS", arns.join(","));
      each.addToRolePolicy(new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: arns }));
    }
  }
}
