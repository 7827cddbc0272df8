import { CLOCK } from "./clock.js";

/** Over all tries of one call, and the waits between them. */
const TIMEOUT_MS = 60_000;
const RETRIES = 2;

const VISIBLE_ASCII = /^[\x21-\x7e]+$/;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const KNOWN = ["apiKey", "baseUrl", "timeoutMs", "retries", "fetch", "clock"];

/** @typedef {ReturnType<typeof configOf>} Config */

/** @param {import("../index.js").TenderOptions} options */
export function configOf(options) {
  refuseUnknown(options, KNOWN);
  const { apiKey, baseUrl, timeoutMs = TIMEOUT_MS, retries = RETRIES, clock = CLOCK } = options;
  // What fetch says of a bad header has the header in it: the key is looked at here, and not shown.
  if (typeof apiKey !== "string" || !VISIBLE_ASCII.test(apiKey))
    throw new TypeError("apiKey has to be a key of Tender: visible ASCII characters, no spaces, no line break.");
  const send = options.fetch ?? globalThis.fetch;
  return {
    baseUrl: addressOf(baseUrl),
    authorization: `Bearer ${apiKey}`,
    timeoutMs: positive(timeoutMs, "timeoutMs"),
    retries: atLeastZero(retries),
    fetch: (/** @type {string} */ url, /** @type {RequestInit} */ init) => send(url, init),
    clock,
  };
}

/**
 * @param {object} options
 * @param {string[]} known
 */
export function refuseUnknown(options, known) {
  if (typeof options !== "object" || options === null) throw new TypeError("Options have to be an object.");
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`There is no option ${unknown}: there are ${known.join(", ")}.`);
}

/**
 * @param {number} value
 * @param {string} name
 */
export function positive(value, name) {
  if (!(Number.isFinite(value) && value > 0)) throw new TypeError(`${name} has to be a number above 0.`);
  return value;
}

/** @param {number} retries */
export function atLeastZero(retries) {
  if (!(Number.isInteger(retries) && retries >= 0)) throw new TypeError("retries has to be 0, 1, 2, ...");
  return retries;
}

/**
 * With or without `/v1`, with or without a stage's path.
 * @param {string} baseUrl
 */
function addressOf(baseUrl) {
  const url = parsed(baseUrl);
  if (url === undefined) throw new TypeError("baseUrl has to be a URL, such as https://api.example.com");
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (!isSafe) throw new TypeError("baseUrl has to begin with https:, or be on this machine: the API key goes there.");
  if (url.username || url.password || url.search || url.hash)
    throw new TypeError("baseUrl has neither a user, nor a query, nor a fragment.");
  return url.origin + url.pathname.replace(/\/+$/, "").replace(/\/v1$/, "");
}

/** @param {string} text */
function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
