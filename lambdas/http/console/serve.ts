import type { RawRequest, TextAnswer } from "../define-route.ts";
import { ASSETS, type ConsoleFile, type ConsoleFiles, PAGE } from "./files.ts";

/** No inline script or style, no form that is sent anywhere, no frame, nothing from elsewhere; no text becomes markup. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  // What is kept of a compressed answer is not for those who cannot read it.
  vary: "accept-encoding",
};

/** What a release brings has another name than what it replaces, so whoever has it need not ask again. */
const FOR_GOOD = "public, max-age=31536000, immutable";

/** A file by its name, and the page at every other path: which of its views is meant, the page itself reads there. */
export function serveConsole(files: ConsoleFiles, { path, headers }: Pick<RawRequest, "path" | "headers">): TextAnswer {
  const name = path.startsWith(ASSETS) ? path.slice(ASSETS.length) : PAGE;
  const asset = name === PAGE ? undefined : files.get(name);
  if (asset === undefined) return sent(files.get(PAGE) as ConsoleFile, headers, { "cache-control": "no-store" });
  // Weak: compressed or not it is the same content, and not the same bytes.
  const etag = `W/"${name}"`;
  const kept = { "cache-control": FOR_GOOD, etag };
  if (!namesTag(headers["if-none-match"], etag)) return sent(asset, headers, kept);
  return { httpStatus: 304, headers: { ...HEADERS, ...kept, "content-type": asset.contentType }, text: "" };
}

function sent(file: ConsoleFile, asked: RawRequest["headers"], about: Record<string, string>): TextAnswer {
  const headers = { ...HEADERS, ...about, "content-type": file.contentType };
  if (!takesGzip(asked["accept-encoding"])) return { httpStatus: 200, headers, text: file.text };
  const zipped = { ...headers, "content-encoding": "gzip" };
  return { httpStatus: 200, headers: zipped, text: file.gzipBase64, isBase64: true };
}

/** As RFC 9110 has it: what is named counts for more than `*`, and a weight of 0 is a no. */
export function takesGzip(header = ""): boolean {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(",")) {
    const [coding = "", ...parameters] = part.split(";").map((each) => each.trim());
    const weight = parameters.find((each) => each.startsWith("q="))?.slice(2);
    weights.set(coding, weight === undefined ? 1 : Number(weight));
  }
  return (weights.get("gzip") ?? weights.get("x-gzip") ?? weights.get("*") ?? 0) > 0;
}

function namesTag(header: string | undefined, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag.slice(2)) || tags.includes("*");
}
