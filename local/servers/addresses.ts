import { createHash } from "node:crypto";
import { LocalError } from "../local-error.ts";
import type { Resource } from "../template/template.ts";

/** Names, ARNs and URLs that resources have on this machine. They do not change over restarts. */

export const REGION = "us-east-1";
export const ACCOUNT = "000000000000";
/** The API's own id. */
export const API_ID = "local";

export interface Endpoints {
  /** `http://127.0.0.1:PORT`, as of all others. */
  api: string;
  dynamodb: string;
  sqs: string;
  secretsManager: string;
  stepFunctions: string;
}

/** CloudFormation would add a random suffix; one stack runs once per folder, so the logical id is enough. */
export function physicalName(resource: Pick<Resource, "stack" | "logicalId">): string {
  const name = `${resource.stack}-${resource.logicalId}`;
  if (name.length <= 80) return name;
  return `${name.slice(0, 71)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

/** `setup-api` for `SetupApiFunction1A2B3C4D`: what a person reads in logs and on the terminal. */
export function displayName(resource: Pick<Resource, "logicalId">): string {
  const id = resource.logicalId.replace(/[0-9A-F]{8}$/, "").replace(/(?<=.)Function$/, "");
  return id.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase() || resource.logicalId;
}

export const tableArn = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
export const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
export const functionArn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
export const secretArn = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;
export const stateMachineArn = (name: string) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
export const queueUrl = (endpoint: string, name: string) => `${endpoint}/${ACCOUNT}/${name}`;

type Attributes = (name: string, endpoints: Endpoints) => { ref: string; [attribute: string]: string };

const ADDRESSES: Record<string, Attributes> = {
  "AWS::DynamoDB::Table": tableAddresses,
  "AWS::SQS::Queue": (name, { sqs }) => {
    const url = queueUrl(sqs, name);
    return { ref: url, Arn: queueArn(name), QueueName: name, QueueUrl: url };
  },
  "AWS::Lambda::Function": (name) => ({ ref: name, Arn: functionArn(name) }),
  "AWS::SecretsManager::Secret": (name) => ({ ref: secretArn(name), Id: secretArn(name) }),
  "AWS::StepFunctions::StateMachine": (name) => ({
    ref: stateMachineArn(name),
    Arn: stateMachineArn(name),
    Name: name,
  }),
  "AWS::ApiGatewayV2::Api": (_name, { api }) => ({ ref: API_ID, ApiId: API_ID, ApiEndpoint: api }),
};

function tableAddresses(name: string) {
  const arn = tableArn(name);
  return { ref: name, Arn: arn, TableId: name, StreamArn: `${arn}/stream/local` };
}

/** What `Ref` (no attribute) and `Fn::GetAtt` give. Resources that do not run here have a name, but no address. */
export function addressOf(resource: Resource, attribute: string | undefined, endpoints: Endpoints): string {
  const name = physicalName(resource);
  const addresses = ADDRESSES[resource.type];
  if (!addresses) return attribute === undefined ? name : `arn:aws:local:${REGION}:${ACCOUNT}:${name}/${attribute}`;
  const value = addresses(name, endpoints)[attribute ?? "ref"];
  if (value !== undefined) return value;
  throw new LocalError(
    `The local run does not know the attribute ${attribute} of ${resource.logicalId} (${resource.type}): add it to local/servers/addresses.ts.`,
  );
}
