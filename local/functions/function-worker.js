import { format } from "node:util";
import { parentPort, workerData } from "node:worker_threads";

// Inside the thread: one instance of one function. Plain JavaScript, because each thread that meets a type loads the compiler
// that takes types away, which is a fifth of its start.

/** @import { FunctionError, Invocation, InvocationResult, WorkerMessage, WorkerSettings } from "./function-messages.ts" */

/** @typedef {(event: unknown, context: object) => unknown} Handler */

/** @param {unknown} error @returns {FunctionError} */
export function shapeError(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: format("%s", error) };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}

/** @param {WorkerSettings} settings @param {Invocation} invocation */
function contextOf(settings, invocation) {
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

/** @param {Handler} handler @param {WorkerSettings} settings @param {Invocation} invocation @returns {Promise<InvocationResult>} */
async function invoke(handler, settings, invocation) {
  try {
    const value = await handler(JSON.parse(invocation.event), contextOf(settings, invocation));
    return { ok: true, payload: JSON.stringify(value) ?? "null" };
  } catch (error) {
    const shaped = shapeError(error);
    console.error(JSON.stringify({ level: "ERROR", requestId: invocation.requestId, ...shaped }));
    return { ok: false, error: shaped };
  }
}

async function run() {
  const port = parentPort;
  if (!port) return;
  const settings = /** @type {WorkerSettings} */ (workerData);
  const module = await import(settings.modulePath);
  const handler = module[settings.exportName];
  if (typeof handler !== "function") {
    throw Object.assign(new Error(`${settings.exportName} is undefined or not exported`), {
      name: "Runtime.HandlerNotFound",
    });
  }
  /** @param {WorkerMessage} message */
  const tell = (message) => port.postMessage(message);
  port.on("message", async (/** @type {Invocation} */ invocation) => {
    tell({ kind: "result", requestId: invocation.requestId, result: await invoke(handler, settings, invocation) });
  });
  tell({ kind: "ready" });
}

await run();
