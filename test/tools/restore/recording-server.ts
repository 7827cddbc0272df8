import { createServer, type Server } from "node:http";
import { listen } from "../../../local/servers/listening.ts";

export interface Recorded {
  /** `PUT /path?query`, or the operation of a JSON API. */
  what: string;
  body: unknown;
}
type Answer = object | string | { error: string };

/** An AWS API that answers what it is given, and remembers what it was asked. */
export class RecordingServer {
  readonly requests: Recorded[] = [];
  readonly #answer: (request: Recorded) => Answer;
  readonly #server: Server;

  constructor(answer: (request: Recorded) => Answer) {
    this.#answer = answer;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
      const isForm = request.headers["content-type"]?.includes("form-urlencoded");
      const body: unknown = isForm
        ? Object.fromEntries(new URLSearchParams(text))
        : text === ""
          ? {}
          : JSON.parse(text);
      const recorded = { what: target ?? `${request.method} ${request.url}`, body };
      this.requests.push(recorded);
      const told = this.#answer(recorded);
      const isError = typeof told === "object" && "error" in told;
      response.statusCode = isError ? 400 : 200;
      if (isError) response.end(JSON.stringify({ __type: `com.amazonaws#${told.error}`, message: told.error }));
      else response.end(typeof told === "string" ? told : JSON.stringify(told));
    });
  }

  async listen(): Promise<string> {
    return `http://127.0.0.1:${await listen(this.#server)}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
