import { ApiError, type Request } from "../servers/json-api.ts";
import type { EventRow, ExecutionRow } from "./execution-store.ts";
import type { StepFunctions } from "./step-functions.ts";
import { isTooLarge } from "./task.ts";

/** The operations of the Step Functions API: a request's JSON in, an answer's JSON out. */
type Operation = (service: StepFunctions, request: Request) => object;

const PAGE_MAX = 1000;
const PAGE_DEFAULT = 100;
/** Characters that an execution's name may not hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among them
const UNNAMEABLE = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;
const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"];

export const OPERATIONS: Record<string, Operation> = {
  StartExecution: (service, request) => {
    const machine = service.machine(arn(request, "stateMachineArn"));
    const name = optionalText(request, "name");
    if (name !== undefined && (name.length === 0 || name.length > 80 || UNNAMEABLE.test(name))) {
      throw new ApiError("InvalidName", `Invalid Name: '${name}'`);
    }
    const input = optionalText(request, "input") ?? "{}";
    requireJson(input, "InvalidExecutionInput", "Invalid State Machine Execution Input");
    const row = service.startExecution(machine, name, input);
    return { executionArn: row.arn, startDate: seconds(row.startedAt) };
  },

  StopExecution: (service, request) => {
    const executionArn = arn(request, "executionArn");
    const row = service.stopExecution(executionArn, optionalText(request, "error"), optionalText(request, "cause"));
    return { stopDate: seconds(row.stoppedAt ?? 0) };
  },

  DescribeExecution: (service, request) => {
    const row = service.execution(arn(request, "executionArn"));
    return {
      ...listed(row),
      input: row.input,
      inputDetails: { included: true },
      ...(row.output === null ? {} : { output: row.output, outputDetails: { included: true } }),
      ...(row.error === null ? {} : { error: row.error }),
      ...(row.cause === null ? {} : { cause: row.cause }),
      redriveCount: 0,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "The local run cannot redrive executions",
    };
  },

  ListExecutions: (service, request) => {
    refuse(request, ["mapRunArn", "redriveFilter"]);
    const machine = service.machine(arn(request, "stateMachineArn"));
    const status = optionalText(request, "statusFilter");
    if (status !== undefined && !STATUSES.includes(status)) {
      throw new ApiError("ValidationException", `statusFilter has to be one of ${STATUSES.join(", ")}.`);
    }
    const limit = pageSize(request);
    const before = position(request) ?? Number.MAX_SAFE_INTEGER;
    const rows = service.store.list(machine.arn, status, before, limit + 1);
    return { executions: rows.slice(0, limit).map(listed), ...next(rows[limit - 1]?.seq, rows.length > limit) };
  },

  GetExecutionHistory: (service, request) => {
    const row = service.execution(arn(request, "executionArn"));
    const reverse = request.reverseOrder === true;
    const limit = pageSize(request);
    const from = position(request) ?? (reverse ? Number.MAX_SAFE_INTEGER : 0);
    const rows = service.store.events(row.seq, from, limit + 1, reverse);
    const withData = request.includeExecutionData !== false;
    return {
      events: rows.slice(0, limit).map((event) => historyEvent(event, withData)),
      ...next(rows[limit - 1]?.id, rows.length > limit),
    };
  },

  SendTaskSuccess: (service, request) => {
    const output = text(request, "output");
    requireJson(output, "InvalidOutput", "Invalid Output");
    service.waitingTask(text(request, "taskToken")).succeed(output);
    return {};
  },

  SendTaskFailure: (service, request) => {
    const [error = "", cause = ""] = [optionalText(request, "error"), optionalText(request, "cause")];
    service.waitingTask(text(request, "taskToken")).fail({ error, cause });
    return {};
  },

  DescribeStateMachine: (service, request) => {
    const machine = service.machine(arn(request, "stateMachineArn"));
    return {
      stateMachineArn: machine.arn,
      name: machine.name,
      type: "STANDARD",
      creationDate: seconds(service.createdAt),
      status: "ACTIVE",
      definition: machine.text,
      roleArn: machine.roleArn,
      loggingConfiguration: { level: "OFF", includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    };
  },
};

function listed(row: ExecutionRow): object {
  return {
    executionArn: row.arn,
    stateMachineArn: row.machineArn,
    name: row.name,
    status: row.status,
    startDate: seconds(row.startedAt),
    ...(row.stoppedAt === null ? {} : { stopDate: seconds(row.stoppedAt) }),
  };
}

function historyEvent({ id, previousId, at, type, details }: EventRow, withData: boolean): object {
  const drop = ["input", "inputDetails", "output", "outputDetails"];
  const own = JSON.parse(details, (field, value) => (withData || !drop.includes(field) ? value : undefined));
  return { id, previousEventId: previousId, timestamp: seconds(at), type, ...own };
}

/** How the protocol writes a time. */
function seconds(ms: number): number {
  return ms / 1000;
}

function text(request: Request, field: string): string {
  const value = request[field];
  if (typeof value !== "string" || value === "") {
    throw new ApiError("ValidationException", `The text ${field} is missing.`);
  }
  return value;
}

function optionalText(request: Request, field: string): string | undefined {
  const value = request[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new ApiError("ValidationException", `${field} has to be a text.`);
  return value;
}

function arn(request: Request, field: string): string {
  const value = text(request, field);
  if (!/^arn:aws:states:[^:]*:\d+:(stateMachine|execution):./.test(value)) {
    throw new ApiError("InvalidArn", `Invalid Arn: 'Resource type not valid in this context: ${value}'`);
  }
  return value;
}

function requireJson(value: string, error: string, message: string): void {
  if (isTooLarge(value)) throw new ApiError("ValidationException", `${message}: more than 262144 bytes`);
  try {
    JSON.parse(value);
  } catch (cause) {
    throw new ApiError(error, `${message}: '${(cause as Error).message}'`);
  }
}

function refuse(request: Request, fields: string[]): void {
  const used = fields.find((field) => request[field] !== undefined);
  if (used) throw new ApiError("ValidationException", `The local run does not know ${used}.`);
}

/** 0 means the default, as on AWS. */
function pageSize({ maxResults = 0 }: Request): number {
  if (!Number.isInteger(maxResults) || (maxResults as number) < 0 || (maxResults as number) > PAGE_MAX) {
    throw new ApiError("ValidationException", `maxResults has to be a number from 0 to ${PAGE_MAX}.`);
  }
  return (maxResults as number) || PAGE_DEFAULT;
}

function position(request: Request): number | undefined {
  const token = optionalText(request, "nextToken");
  if (token === undefined) return undefined;
  const number = Number(/^after-(\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1]);
  if (!Number.isSafeInteger(number)) throw new ApiError("InvalidToken", "Invalid Token: 'Invalid token'");
  return number;
}

function next(last: number | undefined, hasMore: boolean): { nextToken?: string } {
  return hasMore ? { nextToken: Buffer.from(`after-${last}`).toString("base64url") } : {};
}
