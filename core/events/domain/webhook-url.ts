/** Where a webhook may go, as far as its URL says. What the name resolves to is looked at when the connection is made. */

export interface UrlRules {
  /** Our own API: a webhook to ourselves would be a request in our own name. */
  ownUrl: string;
  /** Hosts of a test stage, exactly as a URL names them, for which names and addresses within reach are fine, and http. */
  allow: readonly string[];
}

/** Proxies and servers refuse longer request lines, and the URL stands in each list of endpoints. */
const URL_MAX_CHARS = 2048;
/** Ports below are those of other services: mail, remote shells, files. */
const FIRST_FREE_PORT = 1024;
const PORT_OF: Record<string, number> = { "https:": 443, "http:": 80 };

/** Scheme, two slashes and a host, the way it is meant: the parser would forgive spaces, line ends and backslashes. */
const AS_WRITTEN = /^https?:\/\/[^\s\\/?#@\p{C}]+(?:[/?#][^\s\\\p{C}]*)?$/iu;
/** Of letters, digits and what stands between them, or in brackets. */
const AS_HOST = /^(?:[\p{L}\p{N}.-]+|\[[\da-f:.]+\])$/iu;
/** What the parser makes of each spelling of an IPv4 address (octal, hex, short, one number, other digits, escaped). */
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

export function isAllowedUrl(url: string, { ownUrl, allow }: UrlRules): boolean {
  if (url.length > URL_MAX_CHARS || !AS_WRITTEN.test(url)) return false;
  const parsed = URL.parse(url);
  if (!parsed || !isFreePort(portOf(parsed))) return false;
  const own = new URL(ownUrl);
  if (isAllowedHost(parsed.hostname, allow)) return !isSamePlace(parsed, own);
  return parsed.protocol === "https:" && isPublicName(parsed.hostname) && parsed.hostname !== own.hostname;
}

/** `host` as the parser names it: in small letters, an IPv6 address in brackets. */
export function isAllowedHost(host: string, allow: readonly string[]): boolean {
  return allow.includes(host);
}

/** A host as a URL names it; undefined: it is none. */
export function hostOf(text: string): string | undefined {
  const host = text.includes(":") && !text.startsWith("[") ? `[${text}]` : text;
  return AS_HOST.test(host) ? URL.parse(`http://${host}`)?.hostname : undefined;
}

/**
 * No address, and a name with dots within: one word alone is looked up in whatever domain the machine is in. A dot at its end makes
 * another spelling of the same host, which no certificate has.
 */
function isPublicName(host: string): boolean {
  return !host.startsWith("[") && !IPV4.test(host) && /[^.]\.[^.]+$/.test(host);
}

function isFreePort(port: number): boolean {
  return port === PORT_OF["https:"] || port >= FIRST_FREE_PORT;
}

function portOf({ port, protocol }: URL): number {
  return port === "" ? (PORT_OF[protocol] ?? 0) : Number(port);
}

function isSamePlace(one: URL, other: URL): boolean {
  const sameHost = one.hostname === other.hostname || (isThisMachine(one.hostname) && isThisMachine(other.hostname));
  return sameHost && portOf(one) === portOf(other);
}

/** Different names of the machine that we run on. */
function isThisMachine(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]+\])\.?$/.test(
    host,
  );
}
