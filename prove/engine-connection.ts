import { connect, type Socket } from "node:net";

export interface EngineAnswer {
  status: number;
  text: string;
}

interface Request extends PromiseWithResolvers<EngineAnswer> {
  text: string;
}

const HEAD_END = "\r\n\r\n";

/**
 * One kept connection, on which requests take turns. As little of HTTP as the packaged engine speaks: its answers have their
 * length. Node's own client takes four times the processor's time for a request, more than the engine does.
 */
export class EngineConnection {
  readonly #socket: Socket;
  /** The first one is under way. */
  #requests: Request[] = [];
  #received: Buffer[] = [];
  #failure: Error | undefined;

  constructor({ hostname, port }: URL) {
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on("data", (part) => this.#take(part));
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => this.#fail(new Error("the engine has closed the connection")));
  }

  /** Requests that have no answer yet. */
  get load(): number {
    return this.#requests.length;
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** `head`: request line and headers, each with its line's end. */
  post(head: string, body: string): Promise<EngineAnswer> {
    const text = `${head}content-length: ${Buffer.byteLength(body)}${HEAD_END}${body}`;
    const request = { ...Promise.withResolvers<EngineAnswer>(), text };
    if (this.#failure) request.reject(this.#failure);
    else if (this.#requests.push(request) === 1) this.#sendFirst();
    return request.promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(part: Buffer): void {
    this.#received.push(part);
    const received = this.#received.length === 1 ? part : Buffer.concat(this.#received);
    const answer = answerIn(received);
    if (answer instanceof Error) this.#fail(answer);
    if (!answer || answer instanceof Error) return;
    this.#received = [];
    this.#requests.shift()?.resolve(answer);
    this.#sendFirst();
  }

  /** An idle connection keeps no process alive. */
  #sendFirst(): void {
    const [first] = this.#requests;
    if (first) this.#socket.ref().write(first.text);
    else this.#socket.unref();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#socket.destroy();
    for (const { reject } of this.#requests.splice(0)) reject(this.#failure);
  }
}

/** `undefined`: not all of it has come. */
function answerIn(received: Buffer): EngineAnswer | Error | undefined {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = received.toString("latin1", 0, headEnd);
  const [, status] = head.split(" ", 2);
  const [, length] = /^content-length: *(\d+)/im.exec(head) ?? [];
  if (length === undefined) return new Error(`an answer of the engine has no length: ${head}`);
  const bodyAt = headEnd + HEAD_END.length;
  if (received.length < bodyAt + Number(length)) return undefined;
  return { status: Number(status), text: received.toString("utf8", bodyAt) };
}
