import type { Json } from "./schemas.ts";

const text = { type: "string" };
const seconds = { type: "integer", minimum: 1 };

/** Headers of answers. */
const HEADER = {
  "Tender-Request-Id": {
    description: "Names this very answer, even when it replays an earlier one",
    schema: text,
    example: "JKJaXmPLvHcESHA=",
  },
  "Idempotent-Replayed": {
    description: "There when this is the first answer to the `Idempotency-Key` again",
    schema: { type: "string", enum: ["true"] },
  },
  "Retry-After": { description: "Seconds to wait before the next request", schema: seconds, example: 2 },
  Allow: { description: "The methods that the path answers", schema: text, example: "GET, POST" },
  "WWW-Authenticate": { description: "How to authenticate", schema: text, example: "Bearer" },
  "Accept-Encoding": { description: "What a body may be coded in", schema: text, example: "identity" },
  ETag: { description: "Of what was read: for `If-None-Match`", schema: text, example: '"3"' },
  "Content-Disposition": {
    description: "What to save it as",
    schema: text,
    example: 'attachment; filename="codes.csv"',
  },
} as const;

export type HeaderName = keyof typeof HEADER;

/** As components: what an answer that names one always bears. */
export const HEADERS = Object.fromEntries(
  Object.entries(HEADER).map(([name, header]) => [
    name,
    name === "Idempotent-Replayed" ? header : { ...header, required: true },
  ]),
);

export function headers(...names: HeaderName[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** What some of the answers under this status bear and others do not. */
export function headersOfSome(...names: HeaderName[]): Json {
  return Object.fromEntries(names.map((name) => [name, HEADER[name]]));
}

export const IDEMPOTENCY_KEY: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description:
    "1 to 255 visible ASCII characters, quoted or bare; quoted if it contains a comma. The first answer is replayed for 24 h.",
  schema: text,
  example: "order-1001-payment",
};

export const IF_NONE_MATCH: Json = {
  name: "If-None-Match",
  in: "header",
  required: false,
  description: "An `ETag` of an earlier answer: 304 while nothing has changed",
  schema: text,
  example: '"3"',
};

/** Headers of the webhooks that are sent, as components. */
export const PARAMETERS = {
  "webhook-id": {
    name: "webhook-id",
    in: "header",
    required: true,
    description: "The event's id, the same in every try and to every endpoint",
    schema: text,
    example: "evt_acme_01KFZ0C8QCD3G7B0D6KEZTSBM6",
  },
  "webhook-timestamp": {
    name: "webhook-timestamp",
    in: "header",
    required: true,
    description: "Seconds since 1970, of this try",
    schema: { type: "string", pattern: "^\\d+$" },
    example: "1801396802",
  },
  "webhook-signature": {
    name: "webhook-signature",
    in: "header",
    required: true,
    description:
      "One or more `v1,<base64>`, parted by spaces: HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>` with the endpoint's secret",
    schema: text,
    example: "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  },
} as const;

export function parameterRef(name: keyof typeof PARAMETERS): Json {
  return { $ref: `#/components/parameters/${name}` };
}
