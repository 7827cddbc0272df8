import { format } from "node:util";
import { parentPort, workerData } from "node:worker_threads";

/** Inside the thread: one instance of one function. Speaks with `function-instance.ts`. */

export interface WorkerSettings {
  modulePath: string;
  exportName: string;
  functionName: string;
  functionArn: string;
  memoryMegabytes: number;
}

export interface Invocation {
  requestId: string;
  /** The event as JSON: nothing is shared with the caller. */
  event: string;
  /** Milliseconds since 1970, when the thread is going to be terminated. */
  deadlineMs: number;
}

/** As Lambda reports it to whoever invoked the function. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type InvocationResult = { ok: true; payload: string } | { ok: false; error: FunctionError };

export type WorkerMessage = { kind: "ready" } | { kind: "result"; requestId: string; result: InvocationResult };

type Handler = (event: unknown, context: object) => unknown;

export function shapeError(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: format("%s", error) };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}

function contextOf(settings: WorkerSettings, invocation: Invocation): object {
  return {
    functionName: settings.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMegabytes),
    awsRequestId: invocation.requestId,
    logGroupName: `/aws/lambda/${settings.functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, invocation.deadlineMs - Date.now()),
  };
}

async function invoke(handler: Handler, settings: WorkerSettings, invocation: Invocation): Promise<InvocationResult> {
  try {
    const value = await handler(JSON.parse(invocation.event), contextOf(settings, invocation));
    return { ok: true, payload: JSON.stringify(value) ?? "null" };
  } catch (error) {
    const shaped = shapeError(error);
    console.error(JSON.stringify({ level: "ERROR", requestId: invocation.requestId, ...shaped }));
    return { ok: false, error: shaped };
  }
}

async function run(): Promise<void> {
  const port = parentPort;
  if (!port) return;
  const settings = workerData as WorkerSettings;
  const module = (await import(settings.modulePath)) as Record<string, unknown>;
  const handler = module[settings.exportName];
  if (typeof handler !== "function") {
    throw Object.assign(new Error(`${settings.exportName} is undefined or not exported`), {
      name: "Runtime.HandlerNotFound",
    });
  }
  port.on("message", async (invocation: Invocation) => {
    const result = await invoke(handler as Handler, settings, invocation);
    port.postMessage({ kind: "result", requestId: invocation.requestId, result } satisfies WorkerMessage);
  });
  port.postMessage({ kind: "ready" } satisfies WorkerMessage);
}

await run();
