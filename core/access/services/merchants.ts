import type { MerchantView } from "../../../contract/answers/access.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { type Caller, crockfordOf } from "../../foundation/domain/ids.ts";
import type { RequestLimit } from "../../foundation/domain/limits.ts";
import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { atMost } from "../../foundation/services/at-most.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import type { Refused } from "../../foundation/services/idempotency.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import { type Audit, audit } from "../../foundation/store/audit-store.ts";
import { LIST_OF_TENANTS, tenantKey } from "../../foundation/store/keys.ts";
import type { Write } from "../../foundation/store/table.ts";
import { merchantView } from "../domain/access-views.ts";
import {
  MERCHANT_DONE,
  MERCHANT_TRANSITIONS,
  type Merchant,
  type MerchantMove,
  type MerchantStatus,
  MOVES,
  merchantAction,
  statusOf,
} from "../domain/merchant.ts";
import {
  createMerchant as create,
  limitRequests,
  moveMerchant as move,
  readMerchant,
} from "../store/merchant-store.ts";
import { readPolicies } from "../store/policy-store.ts";
import type { MerchantDeps } from "./deps.ts";

type By = Pick<Caller, "keyId">;

/** Policies for one page of merchants: a query each. */
const READS_AT_ONCE = 10;
/** With key, merchant and story a hundred at most. */
const WATCHED_TOGETHER_MAX = 90;
const GIVEN_ID_SYMBOLS = 12;
const GIVEN_ID_BYTES = 8;
/** A tenant from before there were merchants stands in the list by its id. */
const PLACE = /^([0-9A-HJKMNP-TV-Z]{26}|[a-z0-9][a-z0-9-]{0,31})$/;

export async function createMerchant(
  deps: VaultDeps,
  request: IdempotentRequest,
  by: By,
  input: { merchantId?: string | undefined; name: string; country: string },
): Promise<Answer> {
  const { merchantId, name, country } = input;
  const tenantId = merchantId ?? givenId(deps);
  return decideAndCommit(deps, request, {
    resourceId: tenantId,
    busy: "the merchant is being created right now",
    decide: (nowMs) => {
      const merchant: Merchant = { tenantId, name, country, status: "PENDING", createdAt: nowMs };
      const writes = [create(merchant), story(deps, by, tenantId, { action: merchantAction("created"), nowMs })];
      return { answer: { httpStatus: 201, body: merchantView(merchant, deps.limits.requestLimit) }, writes };
    },
    onOvertaken: () => ({ code: "merchant-exists", detail: `there is a merchant with the id ${tenantId}` }),
  });
}

/** Activates, suspends or closes. The status that it has already is no change. */
export async function moveMerchant(
  deps: MerchantDeps,
  request: IdempotentRequest,
  by: By,
  tenantId: string,
  { move: event, reason }: { move: MerchantMove; reason: string },
): Promise<Answer> {
  return decideAndCommit(deps, request, {
    resourceId: tenantId,
    busy: "the merchant is being changed right now",
    decide: async (nowMs) => {
      const merchant = await merchantOf(deps, tenantId);
      const status = statusOf(merchant);
      if (status === MOVES[event]) return { answer: { httpStatus: 200, body: await viewOf(deps, merchant) } };
      const refusal = stateRefusal(status, event);
      if (refusal) return refusal;
      const left = event === "close" ? await whatIsLeft(deps, tenantId) : [];
      if (left === "again" || "code" in left) return left;
      const moved = { ...merchant, status: MOVES[event], updatedAt: nowMs };
      return {
        answer: { httpStatus: 200, body: await viewOf(deps, moved) },
        writes: [
          move(tenantId, event, nowMs),
          ...left,
          story(deps, by, tenantId, { action: merchantAction(MERCHANT_DONE[event]), reason, nowMs }),
        ],
      };
    },
  });
}

/** In force in every process within `limits.apiKeyCacheMs`. */
export async function putRequestLimit(
  deps: VaultDeps,
  request: IdempotentRequest,
  by: By,
  tenantId: string,
  requestLimit: RequestLimit,
): Promise<Answer> {
  return decideAndCommit(deps, request, {
    resourceId: tenantId,
    busy: "the merchant is being changed right now",
    decide: async (nowMs) => {
      const seen = await merchantOf(deps, tenantId);
      const limited = { ...seen, requestLimit, updatedAt: nowMs };
      const detail = { before: seen.requestLimit ?? null, after: requestLimit };
      return {
        answer: { httpStatus: 200, body: await viewOf(deps, limited) },
        writes: [
          limitRequests(seen, requestLimit, nowMs),
          story(deps, by, tenantId, { action: "request limit set", detail, nowMs }),
        ],
      };
    },
  });
}

export async function getMerchant(deps: Deps, _caller: Caller, tenantId: string): Promise<MerchantView> {
  return viewOf(deps, await merchantOf(deps, tenantId));
}

/** A key of the platform belongs to no merchant. */
export async function getOwnMerchant(deps: Deps, caller: Caller): Promise<MerchantView> {
  if (caller.kind === "operator") throw new TerminalError("not-found", "an operator's key belongs to no merchant");
  return viewOf(deps, await merchantOf(deps, caller.tenantId));
}

export async function listMerchants(deps: Deps, _caller: Caller, page: Page): Promise<PageOf<MerchantView>> {
  const { items, nextCursor } = await pageOf<Merchant, Merchant>(deps, page, {
    parts: { index: "state", partitions: [LIST_OF_TENANTS] },
    place: PLACE,
    keep: () => true,
    view: (merchant) => merchant,
  });
  return { items: await atMost(READS_AT_ONCE, items, (merchant) => viewOf(deps, merchant)), nextCursor };
}

async function viewOf(deps: Deps, merchant: Merchant): Promise<MerchantView> {
  return merchantView(merchant, deps.limits.requestLimit, await readPolicies(deps.tables, merchant.tenantId));
}

async function merchantOf(deps: Deps, tenantId: string): Promise<Merchant> {
  const merchant = await readMerchant(deps.tables, tenantId);
  if (!merchant) throw new TerminalError("not-found", "there is no merchant with this id");
  return merchant;
}

function stateRefusal(status: MerchantStatus, event: MerchantMove): Refused | undefined {
  const sources = sourcesOf<MerchantStatus, string>(MERCHANT_TRANSITIONS, event);
  if (sources.includes(status)) return undefined;
  return { code: "merchant-state", detail: `a merchant that is ${status} is not ${MERCHANT_DONE[event]}` };
}

/**
 * Nothing may be; then its wallets are watched. Work first: what it ends with may be money. For some seconds a process may still
 * accept a payment for a merchant that has just been suspended: its money finds the wallet watched.
 */
async function whatIsLeft(deps: MerchantDeps, tenantId: string): Promise<Refused | Write[] | "again"> {
  const waitFor = await deps.openWorkOf(tenantId);
  if (waitFor) return { code: "work-open", wait: { waitFor }, detail: OPEN[waitFor] };
  const wallets = await deps.walletsOf(tenantId);
  // Withdrawals have been asked about: what else freezes money is a refund.
  const frozen = wallets.find((wallet) => wallet.frozen !== 0);
  if (frozen)
    return { code: "work-open", wait: { waitFor: "payment" }, detail: `money in ${frozen.currency} is on its way out` };
  const full = wallets.find((wallet) => wallet.available !== 0);
  if (full) return { code: "wallet-not-empty", detail: `there is money in ${full.currency}` };
  const watches = wallets.map(({ currency }) => deps.watchWallet(tenantId, currency));
  // More than one transaction holds are watched before it.
  for (const watch of watches.slice(WATCHED_TOGETHER_MAX)) {
    if (!(await deps.tables.transact([watch])).committed) return "again";
  }
  return watches.slice(0, WATCHED_TOGETHER_MAX);
}

const OPEN = {
  payment: "a payment of the merchant has not ended",
  withdrawal: "a withdrawal of the merchant has not ended",
  review: "something of the merchant waits for a person",
} as const;

type Story = Pick<Audit, "action" | "detail"> & { reason?: string; nowMs: number };

function story(
  deps: Deps,
  { keyId }: By,
  tenantId: string,
  { nowMs: at, action, reason = action, ...more }: Story,
): Write {
  return audit(tenantKey(tenantId), { auditId: deps.random.ulid(at), by: keyId, action, reason, at, ...more });
}

function givenId(deps: Deps): string {
  return `m-${crockfordOf(deps.random.bytes(GIVEN_ID_BYTES), GIVEN_ID_SYMBOLS).toLowerCase()}`;
}
