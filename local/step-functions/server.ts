import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ApiError } from "./api-error.ts";
import { OPERATIONS } from "./operations.ts";
import type { StepFunctions } from "./step-functions.ts";

const TARGET = "AWSStepFunctions.";

/** The JSON API of Step Functions, as the SDK's clients speak it, on this machine only. */
export class StepFunctionsServer {
  readonly #server: Server;
  #service: StepFunctions | undefined;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", () => {
        const address = this.#server.address();
        resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`);
      });
    });
  }

  /** Functions need the address before the machines can be opened on the functions. */
  open(service: StepFunctions): void {
    this.#service = service;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      let text = "";
      for await (const chunk of request.setEncoding("utf8")) text += chunk;
      answer(response, 200, this.#perform(String(request.headers["x-amz-target"]), text));
    } catch (error) {
      const known = error instanceof ApiError ? error : new ApiError("InternalFailure", String(error), 500);
      answer(response, known.status, { __type: known.name, message: known.message });
    }
  }

  #perform(target: string, body: string): object {
    if (!this.#service) throw new ApiError("ServiceUnavailable", "The local run is still starting.", 503);
    const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : target;
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
    if (!operation) throw new ApiError("UnknownOperationException", `The local run does not know ${name}.`);
    return operation(this.#service, readBody(body));
  }
}

function readBody(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body || "{}") as Record<string, unknown>;
  } catch {
    throw new ApiError("SerializationException", "The request is no JSON.");
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify(body));
}
