import { ArnFormat, CfnOutput, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnLoggingConfiguration, CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import type { Stage } from "./stages.ts";

export interface FirewallStackProps extends StackProps {
  stage: Stage & { edge: NonNullable<Stage["edge"]> };
}

/**
 * AWS's rules that would refuse what the API takes, which are counted. Bodies are JSON of up to 256 KB or a vendor's form, and Epay tells
 * of a payment in a query: addresses, markup and what looks like an attack elsewhere are text there, and whoever refuses a vendor's
 * webhook loses it. Servers send no User-Agent; an Idempotency-Key in a path may end like a file.
 */
const COUNTED = {
  common: [
    "SizeRestrictions_BODY",
    "SizeRestrictions_QUERYSTRING",
    "EC2MetaDataSSRF_BODY",
    "EC2MetaDataSSRF_QUERYARGUMENTS",
    "GenericLFI_BODY",
    "GenericLFI_QUERYARGUMENTS",
    "GenericRFI_BODY",
    "GenericRFI_QUERYARGUMENTS",
    "CrossSiteScripting_BODY",
    "CrossSiteScripting_QUERYARGUMENTS",
    "RestrictedExtensions_QUERYARGUMENTS",
    "RestrictedExtensions_URIPATH",
    "NoUserAgent_HEADER",
  ],
  knownBadInputs: [
    "JavaDeserializationRCE_BODY",
    "JavaDeserializationRCE_QUERYSTRING",
    "Log4JRCE_BODY",
    "Log4JRCE_QUERYSTRING",
    "ReactJSRCE_BODY",
  ],
};

/** In the order in which they are asked. Lists of "anonymous" addresses would refuse every server that stands in a cloud. */
const MANAGED: readonly { name: string; counted: readonly string[] }[] = [
  { name: "AWSManagedRulesAmazonIpReputationList", counted: [] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: COUNTED.knownBadInputs },
  { name: "AWSManagedRulesCommonRuleSet", counted: COUNTED.common },
];

const WINDOW_SECONDS = 60;
const TOO_MANY = "too-many-requests";

/** The firewall of a stage's edge. A stack of its own, since CloudFront takes its firewall from one region only. */
export class FirewallStack extends Stack {
  /** Output that the service stack reads. */
  static readonly ARN = "WebAclArn";

  constructor(scope: Construct, id: string, { stage, ...props }: FirewallStackProps) {
    super(scope, id, { ...props, description: "Tender: firewall of the edge" });
    const acl = new CfnWebACL(this, "WebAcl", {
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: visibleAs("Firewall"),
      customResponseBodies: { [TOO_MANY]: { contentType: "APPLICATION_JSON", content: JSON.stringify(PROBLEM) } },
      rules: [
        {
          name: "PerAddress",
          priority: 0,
          statement: {
            rateBasedStatement: {
              aggregateKeyType: "IP",
              limit: stage.edge.requestsPerIpAMinute,
              evaluationWindowSec: WINDOW_SECONDS,
            },
          },
          action: {
            block: {
              customResponse: {
                responseCode: 429,
                customResponseBodyKey: TOO_MANY,
                responseHeaders: [{ name: "retry-after", value: String(WINDOW_SECONDS) }],
              },
            },
          },
          visibilityConfig: visibleAs("PerAddress"),
        },
        ...MANAGED.map(({ name, counted }, index) => ({
          name,
          priority: index + 1,
          statement: {
            managedRuleGroupStatement: {
              vendorName: "AWS",
              name,
              ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
            },
          },
          overrideAction: { none: {} },
          visibilityConfig: visibleAs(name),
        })),
      ],
    });
    this.logBlocked(acl, stage);
    new CfnOutput(this, FirewallStack.ARN, { value: acl.attrArn });
  }

  /** What was refused here is in no other log. Neither path nor key stands in it: a path may hold an Idempotency-Key. */
  private logBlocked(acl: CfnWebACL, { name, logDays }: Stage): void {
    const logs = new LogGroup(this, "Blocked", {
      // WAF takes no group of another prefix.
      logGroupName: `aws-waf-logs-tender-${name}`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnLoggingConfiguration(this, "Logging", {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [
        this.formatArn({
          service: "logs",
          resource: "log-group",
          resourceName: logs.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: [
        { uriPath: {} },
        { queryString: {} },
        { singleHeader: { Name: "authorization" } },
        { singleHeader: { Name: "idempotency-key" } },
      ],
      loggingFilter: {
        DefaultBehavior: "DROP",
        Filters: [
          { Behavior: "KEEP", Requirement: "MEETS_ANY", Conditions: [{ ActionCondition: { Action: "BLOCK" } }] },
        ],
      },
    });
  }
}

/** As our own problems are, but without an `instance` and a `requestId`: nobody has seen the request. */
const PROBLEM = {
  type: "/errors/rate-limited",
  title: "Too many requests from this address",
  status: 429,
  detail: "Send the same request again after `Retry-After` seconds, and fewer at once.",
  code: "rate-limited",
  retryable: true,
};

function visibleAs(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
