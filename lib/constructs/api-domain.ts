import { CfnOutput, Stack } from "aws-cdk-lib";
import { ApiMapping, DomainName, type HttpApi, type IHttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { AaaaRecord, ARecord, HostedZone, type IAliasRecordTarget, RecordTarget } from "aws-cdk-lib/aws-route53";
import { ApiGatewayv2DomainProperties } from "aws-cdk-lib/aws-route53-targets";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";

type Domain = NonNullable<Stage["domain"]>;

export interface ApiDomainProps {
  api: HttpApi;
  apiStage: IHttpStage;
  domain: Domain;
}

/** The API's own name, where no edge stands before it. */
export class ApiDomain extends Construct {
  constructor(scope: Construct, id: string, { api, apiStage, domain }: ApiDomainProps) {
    super(scope, id);
    const certificate = Certificate.fromCertificateArn(this, "Certificate", domain.certificateArn);
    const named = new DomainName(this, "Name", { domainName: domain.name, certificate });
    new ApiMapping(this, "Mapping", { api, domainName: named, stage: apiStage });
    const target = new ApiGatewayv2DomainProperties(named.regionalDomainName, named.regionalHostedZoneId);
    pointTo(this, domain, target, named.regionalDomainName);
  }
}

/**
 * Records in the zone that the stage names; otherwise somebody enters a CNAME by hand. They are the stack's own, with and without an
 * edge: under other ids CloudFormation would make a record that is there still, and then delete it.
 */
export function pointTo(scope: Construct, { name, hostedZone }: Domain, target: IAliasRecordTarget, to: string): void {
  const stack = Stack.of(scope);
  new CfnOutput(stack, "DomainTarget", { value: to });
  if (!hostedZone) return;
  const zone = HostedZone.fromHostedZoneAttributes(stack, "Zone", {
    hostedZoneId: hostedZone.id,
    zoneName: hostedZone.name,
  });
  const record = { zone, recordName: `${name}.`, target: RecordTarget.fromAlias(target) };
  new ARecord(stack, "AddressV4", record);
  new AaaaRecord(stack, "AddressV6", record);
}
