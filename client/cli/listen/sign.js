const SECRET_BYTES = 32;
const PREFIX = "whsec_";

/** As Standard Webhooks has it. */
export function newSecret() {
  return PREFIX + base64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** @param {string} secret */
export function isSecret(secret) {
  return /^whsec_(?:[A-Za-z\d+/]{4}){8,}(?:[A-Za-z\d+/]{2}(?:==)?|[A-Za-z\d+/]{3}=?)?$/.test(secret);
}

/**
 * The headers of one try.
 * @param {string} secret
 * @param {{ eventId: string, body: string, nowMs: number }} of
 */
export async function signedHeaders(secret, { eventId, body, nowMs }) {
  const seconds = Math.floor(nowMs / 1000);
  const bytes = Uint8Array.from(atob(secret.slice(PREFIX.length)), (each) => each.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signed = new TextEncoder().encode(`${eventId}.${seconds}.${body}`);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, signed));
  return {
    "content-type": "application/json",
    "user-agent": "Tender-CLI/1",
    "webhook-id": eventId,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${base64(mac)}`,
  };
}

/** @param {Uint8Array} bytes */
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
