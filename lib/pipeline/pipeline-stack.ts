import { Aws, CfnOutput, Duration, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { CfnOIDCProvider, PolicyDocument, PolicyStatement, Role, WebIdentityPrincipal } from "aws-cdk-lib/aws-iam";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { EDGE_REGION } from "../stages.ts";
import type { PipelineSettings } from "./pipeline-settings.ts";

export interface PipelineStackProps extends StackProps, PipelineSettings {}

const ISSUER = "token.actions.githubusercontent.com";
/** A shift of half an hour, what CloudFormation does before and after it, and the way back: deploy.yml asks for as much. */
const DEPLOYMENT_MAX = Duration.hours(2);
/** Of the CDK's bootstrap, unless another was chosen there. */
const QUALIFIER = "hnb659fds";

/** What GitHub's workflows may do in an account: no key is stored anywhere, each run proves where it comes from. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { repository, stages, provider, ...props }: PipelineStackProps) {
    super(scope, id, { ...props, description: "Tender: what the pipeline may do here" });
    const issuer = provider ?? this.issuer();
    const trusted = (subject: string) =>
      new WebIdentityPrincipal(issuer, {
        StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", [`${ISSUER}:sub`]: `repo:${repository}:${subject}` },
      });
    for (const stage of stages) {
      const key = this.smokeKey(stage);
      const role = new Role(this, `Deploy-${stage}`, {
        description: `Deploys stage ${stage}`,
        // The environment's protection says from which branches, and who has to agree.
        assumedBy: trusted(`environment:${stage}`),
        maxSessionDuration: DEPLOYMENT_MAX,
        inlinePolicies: { Rights: documentOf(this.deploys(), this.readsOutputs(stage), mayRead(key)) },
      });
      acknowledgeStacks(role, stage);
      new CfnOutput(this, `DeployRole-${stage}`, { value: role.roleArn });
    }
    const differ = new Role(this, "Diff", {
      description: "Shows what a pull request would change",
      assumedBy: trusted("pull_request"),
      inlinePolicies: { Rights: documentOf(...stages.map((stage) => this.readsTemplates(stage))) },
    });
    for (const stage of stages) acknowledgeStacks(differ, stage);
    new CfnOutput(this, "DiffRole", { value: differ.roleArn });
  }

  private issuer(): string {
    return new CfnOIDCProvider(this, "GitHub", { url: `https://${ISSUER}`, clientIdList: ["sts.amazonaws.com"] })
      .attrArn;
  }

  /** CloudFormation has the rights that a deployment takes; the bootstrap's roles hand it over and bring its files. */
  private deploys(): PolicyStatement {
    const roles = ["deploy", "file-publishing"].flatMap((name) =>
      this.regions().map((region) => {
        const resourceName = `cdk-${QUALIFIER}-${name}-role-${Aws.ACCOUNT_ID}-${region}`;
        return this.formatArn({ service: "iam", region: "", resource: "role", resourceName });
      }),
    );
    return new PolicyStatement({ actions: ["sts:AssumeRole"], resources: roles });
  }

  /** The edge's firewall is where CloudFront's are. */
  private regions(): string[] {
    return [Aws.REGION, EDGE_REGION];
  }

  /** Of pull requests: templates hold no data and no secret. The bootstrap's lookup role may read tables: it is not for them. */
  private readsTemplates(stage: string): PolicyStatement {
    return new PolicyStatement({
      actions: ["DescribeStacks", "GetTemplate", "ListStackResources"].map((each) => `cloudformation:${each}`),
      resources: this.stacksOf(stage),
    });
  }

  private readsOutputs(stage: string): PolicyStatement {
    return new PolicyStatement({ actions: ["cloudformation:DescribeStacks"], resources: this.stacksOf(stage) });
  }

  private stacksOf(stage: string): string[] {
    return [...stackNames(stage), edgeOf(stage)].map((resourceName) =>
      this.formatArn({
        service: "cloudformation",
        resource: "stack",
        resourceName,
        ...(resourceName === edgeOf(stage) ? { region: EDGE_REGION } : {}),
      }),
    );
  }

  /** Whoever makes a merchant for the smoke test puts its API key here; until then a check with it is left out. */
  private smokeKey(stage: string): Secret {
    const secret = new Secret(this, `SmokeKey-${stage}`, {
      description: `API key of the merchant that smoke-tests stage ${stage}`,
      secretName: `tender/smoke/${stage}`,
    });
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason: "An API key of Tender: it is rotated there.",
    });
    return secret;
  }
}

/** The stage's stacks in its own region, and those in its service's. */
const stackNames = (stage: string) => [
  `TenderData-${stage}/*`,
  `TenderService-${stage}/*`,
  `TenderService-${stage}-ShiftsNestedStack*`,
  `TenderService-${stage}-ProbeNestedStack*`,
  `TenderBackup-${stage}/*`,
];

const edgeOf = (stage: string) => `TenderEdge-${stage}/*`;

function acknowledgeStacks(role: Role, stage: string): void {
  const arnIn = (region: string) => `arn:<AWS::Partition>:cloudformation:${region}:<AWS::AccountId>:stack`;
  const stacks = stackNames(stage).map((name) => `${arnIn("<AWS::Region>")}/${name}`);
  for (const arn of [...stacks, `${arnIn(EDGE_REGION)}/${edgeOf(stage)}`])
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${arn}]`,
      reason: "The end of a stack's ARN changes when it is made anew; the name before it is whole.",
    });
}

function mayRead(secret: Secret): PolicyStatement {
  return new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: [secret.secretArn] });
}

function documentOf(...statements: PolicyStatement[]): PolicyDocument {
  return new PolicyDocument({ statements });
}
