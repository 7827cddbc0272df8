import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";
import { LOCAL_CREDENTIALS } from "../aws-clients.ts";
import { LocalError } from "../local-error.ts";
import { REGION } from "../servers/addresses.ts";
import { startEngine } from "../servers/dynamodb-engine.ts";
import { readJsonFile } from "../state/private-file.ts";
import { registryDeps, tableNames } from "../state/product-tables.ts";
import { type RunFile, readRunFile, StateFolder } from "../state/state-folder.ts";
import { localDynamoDb } from "../state/tables.ts";

/** Where the deployed tables are: behind a CloudFormation stack, or in the folder of a local run. */
export type Where = DeployedStack | { state: string };
interface DeployedStack {
  stack: string;
  /** @default the terminal's */
  region?: string;
}

/** A person waits, and a table that refuses what comes at once may be asked again for longer than a function asks it. */
const ATTEMPTS_MAX = 10;

type RegistryDeps = ReturnType<typeof registryDeps>;
export interface Reach {
  outputs: Readonly<Record<string, string | undefined>>;
  dynamoDb: DynamoDBClient;
  /** How Secrets Manager is reached; absent: the local run does not run. */
  secrets?: SecretsManagerClientConfig;
}
type Work<T> = (deps: RegistryDeps, reach: Reach) => Promise<T>;

export async function withRegistry<T>(where: Where, work: Work<T>): Promise<T> {
  return "state" in where ? withFolder(where.state, work) : withStack(where, work);
}

async function withStack<T>({ stack: StackName, region }: DeployedStack, work: Work<T>): Promise<T> {
  const place = region === undefined ? {} : { region };
  const cloudFormation = new CloudFormationClient(place);
  const dynamoDb = new DynamoDBClient({ ...place, maxAttempts: ATTEMPTS_MAX });
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const told = Stacks?.[0]?.Outputs ?? [];
    const outputs = Object.fromEntries(told.map((row) => [row.OutputKey ?? "", row.OutputValue]));
    return await work(registryDeps(dynamoDb, tableNames(outputs)), { outputs, dynamoDb, secrets: place });
  } catch (error) {
    throw explain(error, StackName);
  } finally {
    cloudFormation.destroy();
    dynamoDb.destroy();
  }
}

/** What the SDK says when the terminal is not set up, in words that say what to do. */
function explain(error: unknown, stack: string): unknown {
  const { name, message } = error as Error;
  const local = "For a local run name its folder: --state .tender.";
  if (/region/i.test(message) && /missing/i.test(message)) {
    return new LocalError(`No AWS region is configured: set AWS_REGION. ${local}`);
  }
  if (name === "CredentialsProviderError") return new LocalError(`No AWS credentials are configured. ${local}`);
  if (name === "ValidationError" && /does not exist/.test(message)) {
    return new LocalError(
      `There is no stack ${stack} here: deploy it (npm run deploy) or name another with --stack. ${local}`,
    );
  }
  return error;
}

async function withFolder<T>(folder: string, work: Work<T>): Promise<T> {
  const running = readRunFile(folder);
  if (running) {
    const { dynamodb, secretsManager: endpoint } = running.endpoints;
    const secrets = { endpoint, region: REGION, credentials: LOCAL_CREDENTIALS };
    return withEndpoint(dynamodb, running.outputs, (deps, reach) => work(deps, { ...reach, secrets }));
  }
  const outputs = readJsonFile<RunFile["outputs"]>(`${folder}/outputs.json`);
  if (!outputs) throw new LocalError(`Nothing has run in ${folder} yet: npm start -- --state ${folder}`);
  const state = new StateFolder(folder);
  state.open();
  const engine = await startEngine({ dbPath: state.database });
  state.recordProcess("engine", engine.pid);
  try {
    return await withEndpoint(engine.endpoint, outputs, work);
  } finally {
    await engine.stop();
    state.close();
  }
}

async function withEndpoint<T>(endpoint: string, byStack: RunFile["outputs"], work: Work<T>): Promise<T> {
  const client = localDynamoDb(endpoint);
  const outputs = Object.assign({}, ...Object.values(byStack)) as Record<string, string>;
  try {
    return await work(registryDeps(client, tableNames(outputs)), { outputs, dynamoDb: client });
  } finally {
    client.destroy();
  }
}
