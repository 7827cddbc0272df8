import { WebhookError } from "./errors.js";

const TOLERANCE_SECONDS = 300;
const PREFIX = "whsec_";
/** More than two secrets' worth, and not as many as a stranger likes. */
const SIGNATURES_MAX = 10;

/**
 * Reads a webhook that is genuine and fresh, and throws a WebhookError otherwise. `rawBody`: as it was received; a body that
 * was parsed and written again has other bytes.
 * @param {string | Uint8Array | ArrayBuffer} rawBody
 * @param {import("../index.js").WebhookHeaders} headers
 * @param {string | readonly string[]} secrets while one is being replaced: both
 * @param {{ toleranceSeconds?: number, now?: () => number }} [options]
 * @returns {Promise<import("../index.js").WebhookEvent>}
 */
export async function verifyWebhook(rawBody, headers, secrets, options = {}) {
  const { toleranceSeconds = TOLERANCE_SECONDS, now = Date.now } = options;
  const keys = (typeof secrets === "string" ? [secrets] : secrets).map(keyOf);
  if (keys.length === 0) throw new TypeError("verifyWebhook needs a secret.");
  const body = bytesOf(rawBody);
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    headerOf(headers, name),
  );
  if (!id || !timestamp || !signatures)
    throw new WebhookError("headers-missing", "webhook-id, webhook-timestamp and webhook-signature are needed.");
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(now() / 1000 - seconds) <= toleranceSeconds))
    throw new WebhookError(
      "too-old-or-too-new",
      `webhook-timestamp is more than ${toleranceSeconds} s from the clock.`,
    );
  const given = signatures
    .split(" ")
    .filter((each) => each.startsWith("v1,"))
    .slice(0, SIGNATURES_MAX);
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  let isGenuine = false;
  for (const key of keys) {
    const mac = new Uint8Array(await crypto.subtle.sign("HMAC", await imported(key), signed));
    for (const each of given) isGenuine = isSame(mac, fromBase64(each.slice(3))) || isGenuine;
  }
  if (!isGenuine) throw new WebhookError("signature-wrong", "No signature fits a secret and these bytes.");
  return parsed(body);
}

/** @param {string | Uint8Array | ArrayBuffer} rawBody */
function bytesOf(rawBody) {
  if (typeof rawBody === "string") return new TextEncoder().encode(rawBody);
  if (rawBody instanceof Uint8Array) return rawBody;
  if (Object.prototype.toString.call(rawBody) === "[object ArrayBuffer]") return new Uint8Array(rawBody);
  throw new TypeError("rawBody has to be the body's text or bytes as received, not what was parsed from it.");
}

/**
 * Of `Headers`, or of an object as Node.js has it.
 * @param {import("../index.js").WebhookHeaders} headers
 * @param {string} name
 * @returns {string | undefined}
 */
function headerOf(headers, name) {
  if (typeof headers.get === "function") return headers.get(name) ?? undefined;
  const entry = Object.entries(headers).find(([each]) => each.toLowerCase() === name);
  const value = entry?.[1];
  return typeof value === "string" ? value : Array.isArray(value) && value.length === 1 ? value[0] : undefined;
}

/** @param {string} secret */
function keyOf(secret) {
  const key = typeof secret === "string" ? fromBase64(secret.startsWith(PREFIX) ? secret.slice(6) : secret) : undefined;
  // Said without the secret.
  if (key === undefined || key.length === 0)
    throw new TypeError("A webhook's secret begins with whsec_ and is base64.");
  return key;
}

/** @param {Uint8Array<ArrayBuffer>} key */
function imported(key) {
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 */
function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/**
 * Takes as long whatever differs, and wherever.
 * @param {Uint8Array} mac
 * @param {Uint8Array | undefined} given
 */
function isSame(mac, given) {
  if (given?.length !== mac.length) return false;
  let difference = 0;
  for (let at = 0; at < mac.length; at++) difference |= Number(mac[at]) ^ Number(given[at]);
  return difference === 0;
}

/** @param {Uint8Array} body */
function parsed(body) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new WebhookError("body-not-json", "It is signed, and it is not JSON.");
  }
}
