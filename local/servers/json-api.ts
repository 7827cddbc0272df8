import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { listen } from "./listening.ts";

/** An error of an AWS API, by the name that the SDK's clients throw it under. */
export class ApiError extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export type Request = Record<string, unknown>;

/** An AWS service's JSON API, as the SDK's clients speak it, on this machine only. */
export abstract class JsonApi {
  readonly #server: Server;
  readonly #prefix: string;

  /** `prefix`: how the names of its operations begin in `x-amz-target`. */
  constructor(prefix: string) {
    this.#prefix = prefix;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** By the operation's name. Throws an `ApiError` for what the service would refuse. */
  protected abstract perform(operation: string, request: Request): object;

  async listen(): Promise<string> {
    return `http://127.0.0.1:${await listen(this.#server)}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify(body));
    };
    try {
      let text = "";
      for await (const chunk of request.setEncoding("utf8")) text += chunk;
      const target = String(request.headers["x-amz-target"]);
      const operation = target.startsWith(this.#prefix) ? target.slice(this.#prefix.length) : target;
      answer(200, this.perform(operation, readBody(text)));
    } catch (error) {
      const known = error instanceof ApiError ? error : new ApiError("InternalFailure", String(error), 500);
      answer(known.status, { __type: known.name, message: known.message });
    }
  }
}

function readBody(body: string): Request {
  try {
    return JSON.parse(body || "{}") as Request;
  } catch {
    throw new ApiError("SerializationException", "The request is not JSON.");
  }
}
