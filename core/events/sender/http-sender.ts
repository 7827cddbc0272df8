import { promises as dns, type LookupAddress } from "node:dns";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import type { SendFailure, WebhookAnswer, WebhookCall, WebhookSender } from "../domain/webhook-sender.ts";
import { isAllowedHost, isAllowedUrl, type UrlRules } from "../domain/webhook-url.ts";
import { excerptOf, retryAfterMsOf } from "./answer-parts.ts";
import { isPublicAddress } from "./public-address.ts";

/** More is not read: a status says all that matters. */
const ANSWER_MAX_BYTES = 16 * 1024;

export interface HttpSenderDeps {
  rules: UrlRules;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** All addresses of a name. @default as the system resolves it */
  resolve?: (name: string) => Promise<LookupAddress[]>;
}

type Outcome = Omit<WebhookAnswer, "durationMs">;

/** Of a name that has an address within reach; what it is goes nowhere. */
class AddressNotAllowed extends Error {}

/**
 * Webhooks over HTTP, to URLs that strangers have chosen. Node's own client, because its connection takes the addresses from the
 * look-up that was checked: a name that changes between two look-ups gains nothing. Each call has a connection of its own, and
 * neither follows redirects nor knows a proxy.
 */
export function httpSender({ rules, clock, resolve = resolveAll }: HttpSenderDeps): WebhookSender {
  return {
    async send(call) {
      const startedAt = clock();
      const outcome = isAllowedUrl(call.url, rules)
        ? await sendOnce(call, { clock, lookup: checkedLookup(resolve, isTrusted(call.url, rules)) })
        : failed("url-not-allowed");
      return { ...outcome, durationMs: Math.max(0, clock() - startedAt) } as WebhookAnswer;
    },
  };
}

function sendOnce(
  { url, headers, body, timeoutMs }: WebhookCall,
  { clock, lookup }: { clock: () => number; lookup: LookupFunction },
): Promise<Outcome> {
  return new Promise((done) => {
    const target = new URL(url);
    const request = (target.protocol === "https:" ? httpsRequest : httpRequest)(target, {
      method: "POST",
      headers: { ...headers, "accept-encoding": "identity", "content-length": body.byteLength },
      lookup,
      // A pool would keep connections, of which the next call may find a dead one, and knows of proxies.
      agent: false,
      rejectUnauthorized: true,
    });
    const signal = AbortSignal.timeout(Math.max(0, timeoutMs));
    const end = (outcome: Outcome) => {
      signal.removeEventListener("abort", onTimeout);
      done(outcome);
      request.destroy();
    };
    const onTimeout = () => end(answer?.() ?? failed("timeout"));
    signal.addEventListener("abort", onTimeout);

    /** From when a status was seen. */
    let answer: (() => Outcome) | undefined;
    const stageOf = connectionStage(request);
    request.on("response", (response) => {
      answer = reading(response, clock, () => end(answer?.() ?? failed("connection-failed")));
    });
    // What a server may answer to no such question: it has not answered ours.
    request.on("upgrade", () => end(failed("answer-invalid")));
    request.on("error", (error) => end(answer?.() ?? failed(reasonOf(error, stageOf()))));
    request.on("close", () => end(answer?.() ?? failed("connection-failed")));
    request.end(body);
  });
}

/** Reads as much as may be read, calls `onEnd` once there is no more, and tells what there is so far. */
function reading(response: IncomingMessage, clock: () => number, onEnd: () => void): () => Outcome {
  const retryAfterMs = retryAfterMsOf(response.headers["retry-after"], clock());
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= ANSWER_MAX_BYTES) onEnd();
  });
  response.on("end", onEnd);
  response.on("error", onEnd);
  return () => ({
    httpStatus: response.statusCode ?? 0,
    error: null,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    excerpt: excerptOf(Buffer.concat(chunks)),
  });
}

function failed(error: SendFailure): Outcome {
  return { httpStatus: null, error, excerpt: null };
}

type Stage = "connecting" | "securing" | "talking";

/** How far the connection has come. OpenSSL has a hundred names for what may go wrong; when it went wrong is certain. */
function connectionStage(request: ClientRequest): () => Stage {
  let stage: Stage = "connecting";
  request.on("socket", (socket) => {
    const secured = "encrypted" in socket;
    socket.once("connect", () => {
      stage = secured ? "securing" : "talking";
    });
    socket.once("secureConnect", () => {
      stage = "talking";
    });
  });
  return () => stage;
}

function reasonOf(error: NodeJS.ErrnoException, stage: Stage): SendFailure {
  if (error instanceof AddressNotAllowed) return "address-not-allowed";
  if (error.syscall === "getaddrinfo") return "name-not-found";
  if (stage === "securing") return "tls-failed";
  return error.code?.startsWith("HPE_") ? "answer-invalid" : "connection-failed";
}

/** One address that is not public refuses the name: which of them is used is the network's choice. */
function checkedLookup(resolve: (name: string) => Promise<LookupAddress[]>, trusted: boolean): LookupFunction {
  return (name, options, callback) => {
    resolve(name).then(
      (addresses) => {
        const [first] = addresses;
        if (!first) callback(notFound(), "");
        else if (!trusted && !addresses.every(({ address }) => isPublicAddress(address)))
          callback(new AddressNotAllowed("an address is not allowed"), "");
        else if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      () => callback(notFound(), ""),
    );
  };
}

/** Also of a name server that fails: it may be asked again. */
function notFound(): NodeJS.ErrnoException {
  return Object.assign(new Error("the name was not found"), { syscall: "getaddrinfo" });
}

function isTrusted(url: string, { allow }: UrlRules): boolean {
  return isAllowedHost(new URL(url).hostname, allow);
}

function resolveAll(name: string): Promise<LookupAddress[]> {
  return dns.lookup(name, { all: true });
}
