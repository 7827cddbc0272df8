import type { RouteRow } from "./row.ts";

const OPERATORS = ["operator"] as const;
const KEY_HOLDERS = ["merchants", "operator"] as const;
const KEYS = { tag: "API keys", function: "access-api" } as const;
const MERCHANTS = { tag: "Merchants", function: "access-api" } as const;
const CHANNELS = { tag: "Merchants", function: "access-api", access: KEY_HOLDERS } as const;

/** Merchants and their API keys. */
export const ACCESS_ROUTES = {
  "POST /v1/merchants": {
    ...MERCHANTS,
    operationId: "createMerchant",
    summary: "Create a merchant",
    access: OPERATORS,
    answers: { 201: { means: "The merchant, PENDING: its keys read and do nothing else.", schema: "Merchant" } },
    refusals: ["merchant-exists"],
  },
  "GET /v1/merchants": {
    ...MERCHANTS,
    operationId: "listMerchants",
    summary: "List merchants",
    access: OPERATORS,
    answers: { 200: { means: "A page of merchants, newest first.", schema: "MerchantList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/merchants/{id}": {
    ...MERCHANTS,
    operationId: "getMerchant",
    summary: "Get a merchant",
    access: OPERATORS,
    answers: { 200: { means: "The merchant.", schema: "Merchant" } },
  },
  "GET /v1/merchant": {
    ...MERCHANTS,
    operationId: "getOwnMerchant",
    summary: "Get the merchant that the API key belongs to",
    access: "any-key",
    answers: { 200: { means: "The merchant.", schema: "Merchant" } },
    refusals: ["not-found"],
  },
  "POST /v1/merchants/{id}/activate": {
    ...MERCHANTS,
    operationId: "activateMerchant",
    summary: "Activate a merchant",
    access: OPERATORS,
    answers: { 200: { means: "The merchant, ACTIVE.", schema: "Merchant" } },
  },
  "POST /v1/merchants/{id}/suspend": {
    ...MERCHANTS,
    operationId: "suspendMerchant",
    summary: "Suspend a merchant",
    access: OPERATORS,
    answers: {
      200: { means: "The merchant, SUSPENDED. Its keys read and do nothing else within a minute.", schema: "Merchant" },
    },
    refusals: ["merchant-state"],
  },
  "POST /v1/merchants/{id}/close": {
    ...MERCHANTS,
    operationId: "closeMerchant",
    summary: "Close a merchant",
    access: OPERATORS,
    answers: { 200: { means: "The merchant, CLOSED: no work is open and no money is left.", schema: "Merchant" } },
    refusals: ["merchant-state", "work-open", "wallet-not-empty"],
  },
  "PUT /v1/merchants/{id}/request-limit": {
    ...MERCHANTS,
    operationId: "putRequestLimit",
    summary: "Set how many requests a merchant may make",
    access: OPERATORS,
    answers: {
      200: {
        means:
          "The merchant. The limit counts for all of its keys together. Every function knows it within a minute; a merchant that is being refused at that moment waits first until it has earned, at the old rate, what it has had.",
        schema: "Merchant",
      },
    },
  },
  "GET /v1/merchants/{id}/channels": {
    ...CHANNELS,
    operationId: "listMerchantChannels",
    summary: "List a merchant's accounts at payment channels",
    answers: {
      200: {
        means: "The accounts that were brought over this API, without their secrets; those that were taken away, too.",
        schema: "ChannelAccountList",
      },
    },
  },
  "PUT /v1/merchants/{id}/channels/{channel}": {
    ...CHANNELS,
    operationId: "putMerchantChannel",
    summary: "Set a merchant's account at a payment channel",
    answers: {
      200: {
        means:
          "The account, in place of the one before. Its secrets are stored encrypted and never shown; it is in use within a minute.",
        schema: "ChannelAccount",
      },
    },
  },
  "DELETE /v1/merchants/{id}/channels/{channel}": {
    ...CHANNELS,
    operationId: "deleteMerchantChannel",
    summary: "Take a merchant's account at a payment channel away",
    answers: {
      200: {
        means:
          "The account, taken away now or before. What is under way there is neither asked about nor told of any more.",
        schema: "ChannelAccount",
      },
    },
  },
  "POST /v1/api-keys": {
    ...KEYS,
    operationId: "createApiKey",
    summary: "Create an API key",
    access: KEY_HOLDERS,
    answers: { 201: { means: "The key, which is shown in this answer and its replays alone.", schema: "ApiKeyShown" } },
    refusals: ["merchant-not-found"],
  },
  "GET /v1/api-keys": {
    ...KEYS,
    operationId: "listApiKeys",
    summary: "List API keys",
    access: KEY_HOLDERS,
    answers: { 200: { means: "A page of keys, newest first, without the keys themselves.", schema: "ApiKeyList" } },
    refusals: ["cursor-invalid"],
  },
  "POST /v1/api-keys/{id}/rotate": {
    ...KEYS,
    operationId: "rotateApiKey",
    summary: "Give an API key another secret",
    access: KEY_HOLDERS,
    answers: {
      201: {
        means:
          "The same key with a new secret, which works at once. The one before it works until `previousValidUntil`.",
        schema: "ApiKeyShown",
      },
    },
    refusals: ["key-revoked", "key-of-another"],
  },
  "POST /v1/api-keys/{id}/revoke": {
    ...KEYS,
    operationId: "revokeApiKey",
    summary: "Revoke an API key",
    access: KEY_HOLDERS,
    answers: { 200: { means: "The key, REVOKED for good. It stops working within a minute.", schema: "ApiKey" } },
  },
} as const satisfies Record<string, RouteRow>;
