import { wholeNumber } from "../command.js";
import { EXIT } from "../exit.js";
import { writing } from "../writing.js";

/** @typedef {import("../../index.js").Schemas} Schemas */

const IDEMPOTENCY_KEY = {
  value: "KEY",
  does: "the request's name: under the same one it takes effect once. A new one unless told otherwise",
};

/** @type {import("../command.js").Command} */
const list = {
  name: "keys list",
  does: "shows the API keys, without the keys themselves",
  more: ["Needs a key with the scope merchants, or an operator's."],
  takes: [],
  options: { merchant: { value: "ID", does: "of this merchant; an operator's key sees all of them" } },
  examples: ["npx tender keys list", "npx tender keys list --json | grep REVOKED"],
  run: async ({ values, screen, tender, io }) => {
    const { merchant: merchantId } = values;
    /** @type {unknown[][]} */
    const rows = [];
    for await (const key of tender().apiKeys.list(merchantId ? { merchantId } : {}, { signal: io.signal })) {
      if (screen.isJson) screen.json(key);
      const { keyId, status, scopes, createdAt, lastUsedAt, label } = key;
      rows.push([keyId, status, scopes.join(","), minuteOf(createdAt), minuteOf(lastUsedAt), label]);
    }
    if (rows.length === 0) screen.note("There are no keys.");
    else if (!screen.isJson) screen.table(["key", "status", "scopes", "created (UTC)", "last used", "label"], rows);
    return EXIT.done;
  },
};

/** @type {import("../command.js").Command} */
const create = {
  name: "keys create",
  does: "makes an API key and prints it, once",
  more: [
    "The key alone goes to standard output, so that a script can take it; it is stored as a hash and cannot be shown again.",
  ],
  takes: [],
  options: {
    scopes: {
      value: "A,B",
      does: "what it may do: redemptions, payments, codes, withdrawals, notifications, merchants",
      isNeeded: true,
    },
    label: { value: "TEXT", does: "a note for the list" },
    "expires-at": { value: "TIME", does: "it ends then: 2027-01-31T00:00:00Z" },
    merchant: { value: "ID", does: "whose key it is; only an operator says so" },
    "idempotency-key": IDEMPOTENCY_KEY,
  },
  examples: ['(umask 077; npx tender keys create --scopes payments --label "Shop server" > shop.key)'],
  run: async (context) => {
    const { scopes = "", label, "expires-at": expiresAt, merchant: merchantId } = context.values;
    // The API is who knows the scopes.
    const body = /** @type {import("../../index.js").Body<"createApiKey">} */ ({
      scopes: scopes.split(",").map((scope) => scope.trim()),
      label,
      expiresAt,
      merchantId,
    });
    const tender = context.tender();
    const key = await writing(context, (options) => tender.apiKeys.create(body, options));
    shown(context, key, `${key.keyId} may do: ${key.scopes.join(", ")}`);
    return EXIT.done;
  },
};

/** @type {import("../command.js").Command} */
const rotate = {
  name: "keys rotate",
  does: "gives an API key another secret and prints it, once",
  more: ["Both secrets work until the grace is over: bring the new one to every server before."],
  takes: ["KEYID"],
  options: {
    grace: { value: "SECONDS", does: "how long the secret that it has now works as well, up to 604800: 3600" },
    "idempotency-key": IDEMPOTENCY_KEY,
  },
  examples: ["(umask 077; npx tender keys rotate E8CTGG5KH44A --grace 86400 > shop.key)"],
  run: async (context) => {
    const [keyId = ""] = context.words;
    const graceSeconds = wholeNumber(context.values, "grace", 3600);
    const tender = context.tender();
    const key = await writing(context, (options) => tender.apiKeys.rotate(keyId, { graceSeconds }, options));
    const until = key.previousValidUntil;
    shown(context, key, until ? `The secret before works until ${until}.` : "The secret before works no more.");
    return EXIT.done;
  },
};

/** @type {import("../command.js").Command} */
const revoke = {
  name: "keys revoke",
  does: "ends an API key for good",
  more: ["It stops working within a minute."],
  takes: ["KEYID"],
  options: {
    reason: { value: "TEXT", does: "why, in one line, for the audit", isNeeded: true },
    "idempotency-key": IDEMPOTENCY_KEY,
  },
  examples: ['npx tender keys revoke E8CTGG5KH44A --reason "its server is gone"'],
  run: async (context) => {
    const [keyId = ""] = context.words;
    const { reason = "" } = context.values;
    const tender = context.tender();
    const key = await writing(context, (options) => tender.apiKeys.revoke(keyId, { reason }, options));
    if (context.screen.isJson) context.screen.json(key);
    else context.screen.result(`${key.keyId} is ${key.status}: it stops working within a minute.`);
    return EXIT.done;
  },
};

export const keys = [list, create, rotate, revoke];

/**
 * @param {import("../command.js").Context} context
 * @param {Schemas["ApiKeyShown"]} shown
 * @param {string} note
 */
function shown({ screen }, shown, note) {
  if (screen.isJson) return screen.json(shown);
  screen.note(`${note}\nKeep the key now: it cannot be shown again.`);
  screen.result(shown.key);
}

/** @param {string | null} time */
const minuteOf = (time) => time?.slice(0, 16).replace("T", " ");
