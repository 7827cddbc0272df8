import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LOCAL_CREDENTIALS } from "../aws-clients.ts";
import { LocalError } from "../local-error.ts";
import { displayName, type Endpoints, functionArn, physicalName, REGION } from "../servers/addresses.ts";
import type { Resource } from "../template/template.ts";
import type { Activity } from "./activity.ts";
import type { FunctionLog } from "./function-log.ts";
import { FunctionPool } from "./function-pool.ts";
import { IdleCores } from "./idle-cores.ts";

interface FunctionProperties {
  Code: { S3Key?: string };
  Handler: string;
  Runtime: string;
  Environment?: { Variables?: Record<string, string> };
  Timeout?: number;
  MemorySize?: number;
}

/** Lambda's own defaults. */
const TIMEOUT_SECONDS = 3;
const MEMORY_MEGABYTES = 128;

/** The pools by function ARN. */
export function makePools(
  resources: Resource[],
  assets: ReadonlyMap<string, string>,
  endpoints: Endpoints,
  log: FunctionLog,
  activity: Activity,
): Map<string, FunctionPool> {
  const cores = new IdleCores();
  return new Map(
    resources.map((resource) => {
      const properties = resource.properties as unknown as FunctionProperties;
      const { MemorySize: memoryMegabytes = MEMORY_MEGABYTES } = properties;
      // People see the short name; the ARN keeps the physical one, by which the template's parts find each other.
      const [name, arn] = [displayName(resource), functionArn(physicalName(resource))];
      const settings = {
        ...findModule(resource, properties, assets),
        functionName: name,
        functionArn: arn,
        memoryMegabytes,
        timeoutSeconds: properties.Timeout ?? TIMEOUT_SECONDS,
        env: { ...runtimeEnv(name, memoryMegabytes, endpoints), ...properties.Environment?.Variables },
        onOutput: log.writerFor(name),
      };
      return [arn, new FunctionPool(settings, { activity, cores })];
    }),
  );
}

function findModule(resource: Resource, properties: FunctionProperties, assets: ReadonlyMap<string, string>) {
  if (!properties.Runtime.startsWith("nodejs")) {
    throw new LocalError(
      `${resource.logicalId} wants the runtime ${properties.Runtime}; the local run has Node.js only.`,
    );
  }
  const folder = assets.get(properties.Code.S3Key ?? "");
  if (!folder) throw new LocalError(`The code of ${resource.logicalId} is no asset of the cloud assembly.`);
  const dot = properties.Handler.lastIndexOf(".");
  const [file, exportName] = [properties.Handler.slice(0, dot), properties.Handler.slice(dot + 1)];
  const path = [".mjs", ".js", ".cjs"].map((extension) => join(folder, file + extension)).find(existsSync);
  if (!path) throw new LocalError(`The handler ${properties.Handler} of ${resource.logicalId} is not in ${folder}.`);
  return { modulePath: pathToFileURL(path).href, exportName };
}

/** What Lambda sets for a function, and where it finds the services here: the SDK's own variables. */
function runtimeEnv(name: string, memoryMegabytes: number, endpoints: Endpoints): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    AWS_ENDPOINT_URL_SFN: endpoints.stepFunctions,
    TZ: "UTC",
  };
}
