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
const AT_EDGE: Stage = {
  ...NAMED,
  sandbox: true,
  domain: {
    name: "api.shop.example",
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
  },
  edge: { sends: "second", requestsPerIpAMinute: 12_000 },
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

  test("stands behind a firewall that counts addresses, and blocks nothing for what is in a body", () => {
    expect(config.WebACLId).toEqual({
      "Fn::GetStackOutput": expect.objectContaining({ StackName: "TenderEdge-shop", OutputName: "WebAclArn" }),
    });
    if (!edge) throw new Error("there is no stack of the edge");
    const [[, acl] = []] = ofType(edge, "AWS::WAFv2::WebACL");
    const text = JSON.stringify(acl?.Properties.Rules);
    expect(text).toContain('"Limit":12000');
    expect(text).toContain('{"ActionToUse":{"Count":{}},"Name":"SizeRestrictions_BODY"}');
    const [[, logging] = []] = ofType(edge, "AWS::WAFv2::LoggingConfiguration");
    expect(JSON.stringify(logging?.Properties.RedactedFields)).toMatch(/authorization.*idempotency-key/);
    expect(targetOf(edge.Outputs.WebAclArn?.Value)).toBe("WebAcl");
  });

  test("has room in the template", () => {
    expect(Object.keys(service.Resources).length).toBeLessThan(420);
  });
});
