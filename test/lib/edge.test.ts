import { describe, expect, test } from "@jest/globals";
import { EDGE_HEADER } from "../../lib/constructs/edge.ts";
import type { Stage } from "../../lib/stages.ts";
import { ofType, type Synthesis, synthesiseAll, targetOf } from "./synthesis.ts";

const NAMED: Stage = {
  ...{
    name: "shop",
    money: "none",
    limits: "demo",
    data: "destroy",
    logDays: 14,
    alarmEmails: { page: [], ticket: [] },
    shift: "all-at-once",
  },
  ...{ account: "123456789012", region: "eu-central-1", sandbox: false },
  domain: {
    name: "api.shop.example",
    certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
    hostedZone: { id: "Z0123456789ABC", name: "shop.example" },
  },
};
/** The rules of AWS's groups, as its developer guide lists them. */
const AWS_RULES: Record<string, string[]> = {
  AWSManagedRulesAmazonIpReputationList: [
    "AWSManagedIPReputationList",
    "AWSManagedReconnaissanceList",
    "AWSManagedIPDDoSList",
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [
    ...["JavaDeserializationRCE_HEADER", "JavaDeserializationRCE_BODY", "JavaDeserializationRCE_URIPATH"],
    ...["JavaDeserializationRCE_QUERYSTRING", "Host_localhost_HEADER", "PROPFIND_METHOD", "ExploitablePaths_URIPATH"],
    ...["Log4JRCE_HEADER", "Log4JRCE_QUERYSTRING", "Log4JRCE_BODY", "Log4JRCE_URIPATH", "ReactJSRCE_BODY"],
  ],
  AWSManagedRulesCommonRuleSet: [
    ...["NoUserAgent_HEADER", "UserAgent_BadBots_HEADER", "SizeRestrictions_QUERYSTRING"],
    ...["SizeRestrictions_Cookie_HEADER", "SizeRestrictions_BODY", "SizeRestrictions_URIPATH"],
    ...["EC2MetaDataSSRF_BODY", "EC2MetaDataSSRF_COOKIE", "EC2MetaDataSSRF_URIPATH"],
    ...["EC2MetaDataSSRF_QUERYARGUMENTS", "GenericLFI_QUERYARGUMENTS", "GenericLFI_URIPATH", "GenericLFI_BODY"],
    ...["RestrictedExtensions_URIPATH", "RestrictedExtensions_QUERYARGUMENTS", "GenericRFI_QUERYARGUMENTS"],
    ...["GenericRFI_BODY", "GenericRFI_URIPATH", "CrossSiteScripting_COOKIE", "CrossSiteScripting_QUERYARGUMENTS"],
    ...["CrossSiteScripting_BODY", "CrossSiteScripting_URIPATH"],
  ],
};
const OF_BODY_OR_QUERY = /_(BODY|QUERYSTRING|QUERYARGUMENTS)$/;

interface ManagedGroup {
  Name: string;
  RuleActionOverrides?: { Name: string; ActionToUse: unknown }[];
}

const AT_EDGE: Stage = {
  ...NAMED,
  sandbox: true,
  domain: {
    name: "api.shop.example",
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
    hostedZone: { id: "Z0123456789ABC", name: "shop.example" },
  },
  edge: { sends: "second", requestsPerIpAMinute: 12_000 },
  probe: true,
  silence: { usualEvents: 120 },
  budget: { monthlyUsd: 500, emails: ["costs@shop.example"] },
  replica: "eu-west-1",
  backup: { keepDays: 35, copyTo: "arn:aws:backup:eu-west-1:210987654321:backup-vault:copies" },
};

const [named, atEdge] = synthesiseAll(
  ...[NAMED, AT_EDGE].map((stage) => ({ limits: stage.limits, sandbox: stage.sandbox, stage })),
) as [Synthesis, Synthesis];

describe("a name alone", () => {
  const { service, edge } = named;

  test("is the API's only one, and what vendors are told", () => {
    expect(edge).toBeUndefined();
    expect(ofType(service, "AWS::ApiGatewayV2::Api")[0]?.[1].Properties.DisableExecuteApiEndpoint).toBe(true);
    expect(ofType(service, "AWS::ApiGatewayV2::DomainName")[0]?.[1].Properties.DomainName).toBe("api.shop.example");
    expect(service.Outputs.ApiUrl?.Value).toBe("https://api.shop.example");
    expect(JSON.stringify(service)).toContain('"API_URL":"https://api.shop.example"');
    expect(ofType(service, "AWS::Route53::RecordSet")).toHaveLength(2);
    expect(JSON.stringify(service)).not.toContain("EDGE_SECRETS");
  });
});

// With the sandbox, so that it has every resource: cdk-nag is asked of it.
describe("an edge", () => {
  const { service, edge } = atEdge;
  const [[, distribution] = []] = ofType(service, "AWS::CloudFront::Distribution");
  const config = distribution?.Properties.DistributionConfig as Record<string, unknown>;

  test("keeps nothing, errors neither, and lets everything but the name of the host through", () => {
    expect(config.DefaultCacheBehavior).toMatchObject({
      CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
      Compress: false,
      ViewerProtocolPolicy: "https-only",
      AllowedMethods: expect.arrayContaining(["POST", "PUT", "PATCH", "DELETE"]),
    });
    const kept = config.CustomErrorResponses as { ErrorCode: number; ErrorCachingMinTTL: number }[];
    expect(kept.map(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL)).toEqual(Array(11).fill(0));
  });

  test("shows the functions the secret that the stage names, and they take both", () => {
    expect(ofType(service, "AWS::SecretsManager::Secret")).toHaveLength(2);
    const sent = JSON.stringify(config.Origins);
    expect([sent.includes(EDGE_HEADER), /Edge(First|Second)/.exec(sent)?.[1]]).toEqual([true, "Second"]);

    for (const [id, { Properties }] of ofType(service, "AWS::Lambda::Function")) {
      const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
      const isHttp = /Api|Sandbox/.test(id);
      expect([id, Variables.EDGE_SECRETS !== undefined]).toEqual([id, isHttp]);
      if (isHttp) expect(JSON.stringify(Variables.EDGE_SECRETS)).toMatch(/EdgeFirst.*EdgeSecond/);
    }
  });

  test("stands behind a firewall that counts addresses, and blocks nothing for what is in a body or a query", () => {
    expect(config.WebACLId).toEqual({
      "Fn::GetStackOutput": expect.objectContaining({ StackName: "TenderEdge-shop", OutputName: "WebAclArn" }),
    });
    if (!edge) throw new Error("there is no stack of the edge");
    const [[, acl] = []] = ofType(edge, "AWS::WAFv2::WebACL");
    const rules = acl?.Properties.Rules as { Name: string; Statement: { ManagedRuleGroupStatement?: ManagedGroup } }[];
    expect(JSON.stringify(rules)).toContain('"Limit":12000');
    const groups = rules.flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement ?? []);
    expect(groups.map(({ Name }) => Name).sort()).toEqual(Object.keys(AWS_RULES).sort());
    for (const { Name, RuleActionOverrides = [] } of groups) {
      const counted = RuleActionOverrides.map((override) => override.Name);
      expect(RuleActionOverrides.map(({ ActionToUse }) => ActionToUse)).toEqual(counted.map(() => ({ Count: {} })));
      const has = AWS_RULES[Name] ?? [];
      // WAF takes an override of a rule that is not there, and goes on blocking.
      expect(counted.filter((rule) => !has.includes(rule))).toEqual([]);
      expect(has.filter((rule) => OF_BODY_OR_QUERY.test(rule) && !counted.includes(rule))).toEqual([]);
    }
    const [[, logging] = []] = ofType(edge, "AWS::WAFv2::LoggingConfiguration");
    expect(JSON.stringify(logging?.Properties.RedactedFields)).toMatch(/authorization.*idempotency-key/);
    expect(targetOf(edge.Outputs.WebAclArn?.Value)).toBe("WebAcl");
  });

  test("has the records that the name had without it, so that a deployment changes them in place", () => {
    const recordsOf = (each: typeof service) =>
      ofType(each, "AWS::Route53::RecordSet").map(([id, { Properties }]) => [id, Properties.Name, Properties.Type]);
    expect(recordsOf(service)).toHaveLength(2);
    expect(recordsOf(service)).toEqual(recordsOf(named.service));
  });

  test("has room in the template", () => {
    expect(Object.keys(service.Resources).length).toBeLessThan(440);
  });
});
