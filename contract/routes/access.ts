import type { RouteRow } from "./row.ts";

const OPERATORS = ["operator"] as const;
const MERCHANTS = { tag: "Merchants", function: "access-api" } as const;

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
    refusals: ["merchant-state"],
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
} as const satisfies Record<string, RouteRow>;
