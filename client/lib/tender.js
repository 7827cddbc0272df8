import { atLeastZero, configOf, positive, refuseUnknown } from "./config.js";
import { follow } from "./follow.js";
import { OPERATIONS } from "./operations.js";
import { Pages } from "./pages.js";
import { send } from "./send.js";
import { WAITS, waitFor } from "./wait-for.js";

const CALL_OPTIONS = ["idempotencyKey", "signal", "timeoutMs", "retries"];
const KEY = /^[\x21-\x7e]{1,255}$/;

/** The API: a property for each resource, on it a method for each call. The key stays in here, unseen by console.log. */
export class Tender {
  /** @param {import("../index.js").TenderOptions} options */
  constructor(options) {
    const config = configOf(options);
    for (const [name, rows] of Object.entries(OPERATIONS)) {
      /** @type {Record<string, (...args: never[]) => unknown>} */
      const resource = {};
      for (const [method, row] of Object.entries(rows)) resource[method] = methodOf(config, `${name}.${method}`, row);
      const get = /** @type {import("./wait-for.js").Get} */ (resource.get);
      const waits = WAITS[name];
      if (waits) resource.waitFor = (id, options) => waitFor(config.clock, get, waits, id, options);
      const list = /** @type {import("./follow.js").ListEvents} */ (resource.list);
      if (name === "events") resource.follow = (options) => follow(config.clock, list, options);
      Object.defineProperty(this, name, { value: Object.freeze(resource), enumerable: true });
    }
  }
}

/**
 * `row`: method, path, and what it takes: `key` (an Idempotency-Key), `body`, `query`, `list` (a query, answered in pages).
 * @param {import("./config.js").Config} config
 * @param {string} name
 * @param {string} row
 */
function methodOf(config, name, row) {
  const [method = "", template = "", ...takes] = row.split(" ");
  const parameters = template.match(/\{\w+\}/g) ?? [];
  /** @param {unknown[]} args */
  return (...args) => {
    const path = parameters.reduce((path, parameter, at) => path.replace(parameter, segment(name, args[at])), template);
    const [content, options = {}] = takes.some((each) => each !== "key")
      ? args.slice(parameters.length)
      : [undefined, ...args.slice(parameters.length)];
    if (content !== undefined && (typeof content !== "object" || content === null || Array.isArray(content)))
      throw new TypeError(`${name}: what is asked for has to be an object.`);
    const { idempotencyKey, ...rest } = callOptions(name, options);
    const key = takes.includes("key") ? (idempotencyKey ?? crypto.randomUUID()) : undefined;
    // Written once: what the caller changes meanwhile would make another request under the same key.
    const body = takes.includes("body") ? JSON.stringify(content ?? {}) : undefined;
    const request = {
      method,
      template,
      body,
      key,
      signal: undefined,
      timeoutMs: undefined,
      retries: undefined,
      ...rest,
    };
    const page = (/** @type {Record<string, unknown>} */ query) =>
      send(config, { ...request, path: path + search(query) });
    const query = body === undefined ? /** @type {Record<string, unknown>} */ (content ?? {}) : {};
    return takes.includes("list") ? new Pages(page, query) : page(query);
  };
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function segment(name, value) {
  // A dot or two would be taken for a way through the path.
  if (typeof value !== "string" || /^\.{0,2}$/.test(value)) throw new TypeError(`${name}: an id has to be a text.`);
  return encodeURIComponent(value);
}

/**
 * @param {string} name
 * @param {unknown} options
 * @returns {import("../index.js").WriteOptions}
 */
function callOptions(name, options) {
  const given = /** @type {import("../index.js").WriteOptions} */ (options);
  refuseUnknown(given, CALL_OPTIONS);
  const { idempotencyKey, timeoutMs, retries } = given;
  // Also null, which a database has for a key that was never made: a random one instead would be another each time.
  if (idempotencyKey !== undefined && !(typeof idempotencyKey === "string" && KEY.test(idempotencyKey)))
    throw new TypeError(`${name}: an idempotencyKey has 1 to 255 visible ASCII characters.`);
  if (timeoutMs !== undefined) positive(timeoutMs, "timeoutMs");
  if (retries !== undefined) atLeastZero(retries);
  return given;
}

/** @param {Record<string, unknown>} query */
function search(query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
