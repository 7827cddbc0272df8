import { type CloudFormationClient, paginateListStackResources } from "@aws-sdk/client-cloudformation";
import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { isSandbox } from "../../../lib/functions.ts";
import { LIVE } from "../../../lib/shifts.ts";
import type { Functions, StageFunction } from "../place.ts";

interface Parts {
  cloudFormation: CloudFormationClient;
  lambda: LambdaClient;
  stack: string;
  /** Its functions are called behind an alias. */
  shifts: boolean;
}

/** The functions of a service stack. None runs whose reserved concurrency is zero, whoever calls it. */
export function stackFunctions({ cloudFormation, lambda, stack, shifts }: Parts): Functions {
  async function read(FunctionName: string): Promise<StageFunction> {
    const version = shifts ? { Qualifier: LIVE } : {};
    const [configuration, concurrency] = await Promise.all([
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName, ...version })),
      lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    ]);
    return {
      name: FunctionName,
      timeoutSeconds: configuration.Timeout ?? 0,
      variables: configuration.Environment?.Variables ?? {},
      isClosed: concurrency.ReservedConcurrentExecutions === 0,
    };
  }

  return {
    async all() {
      const names: string[] = [];
      for await (const { StackResourceSummaries = [] } of paginateListStackResources(
        { client: cloudFormation },
        { StackName: stack },
      ))
        for (const { ResourceType, LogicalResourceId = "", PhysicalResourceId } of StackResourceSummaries)
          if (ResourceType === "AWS::Lambda::Function" && PhysicalResourceId && !isVendor(LogicalResourceId))
            names.push(PhysicalResourceId);
      // One after the other: Lambda answers few such questions a second.
      const functions: StageFunction[] = [];
      for (const name of names) functions.push(await read(name));
      return functions;
    },
    async close(FunctionName) {
      await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    },
    async open(FunctionName) {
      await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    },
  };
}

/** `SandboxChannelFunction1A2B3C4D` */
function isVendor(logicalId: string): boolean {
  return isSandbox(logicalId.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase());
}
