import type { ApiKeyView } from "../../../contract/answers/access.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { partsOf, tenantOfList } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import { type ReadAnswer, storedAnswer } from "../../foundation/services/stored-answer.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { apiKeyKey, listOfApiKeys } from "../../foundation/store/keys.ts";
import type { Write } from "../../foundation/store/table.ts";
import { apiKeyView } from "../domain/access-views.ts";
import { type ApiKeyRecord, keyStatus, newApiKey, newSecret, PLATFORM, type Scope } from "../domain/api-key.ts";
import { putApiKey, readApiKey, revokeApiKey as revoke, rotateApiKey as rotate } from "../store/api-key-store.ts";
import { readKeyUses } from "../store/key-use-store.ts";
import { readMerchant } from "../store/merchant-store.ts";

/** Who asks, and what its own key may do. */
export type KeyHolder = Caller & { scopes: readonly Scope[] };

const BUSY = "the key is being changed right now";
/** A key from before lists were by creation stands in them by its id. */
const PLACE = /^[0-9A-HJKMNP-TV-Z]{12,26}$/;

/** The key itself is in the answer and its replays, and nowhere else. */
export async function createKey(
  deps: VaultDeps,
  request: IdempotentRequest,
  holder: KeyHolder,
  input: {
    merchantId?: string | undefined;
    scopes: Scope[];
    label?: string | undefined;
    expiresAt?: number | undefined;
  },
): Promise<Answer> {
  const { apiKey, keyId, secretHash } = newApiKey(deps.random.bytes);
  return decideAndCommit(deps, request, {
    resourceId: keyId,
    busy: BUSY,
    decide: async (nowMs) => {
      const tenantId = await ownerOf(deps, holder, input.merchantId);
      assertWithinOwn(holder, input.scopes);
      const { scopes, label, expiresAt } = input;
      if (expiresAt !== undefined && expiresAt <= nowMs) throw invalid("/expiresAt", "must be in the future");
      const record: ApiKeyRecord = {
        keyId,
        tenantId,
        scopes,
        secretHash,
        createdAt: nowMs,
        ...(label === undefined ? {} : { label }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      };
      return {
        answer: shown(record, apiKey, nowMs),
        writes: [putApiKey(record), story(deps, holder, keyId, { action: "key created", nowMs })],
      };
    },
  });
}

/** Same key, another secret: who has counted with it counts once. */
export async function rotateKey(
  deps: VaultDeps,
  request: IdempotentRequest,
  holder: KeyHolder,
  keyId: string,
  { graceSeconds }: { graceSeconds: number },
): Promise<Answer> {
  const { apiKey, secretHash } = newSecret(keyId, deps.random.bytes);
  return decideAndCommit(deps, request, {
    resourceId: keyId,
    busy: BUSY,
    decide: async (nowMs) => {
      const { record, lastUsedAt } = await keyOf(deps, holder, keyId);
      assertMayShow(holder, record);
      const status = keyStatus(record, nowMs);
      if (status !== "ACTIVE") return { code: "key-revoked", detail: `the key is ${status}` };
      const previousValidUntil = Math.min(nowMs + graceSeconds * 1000, record.expiresAt ?? Number.POSITIVE_INFINITY);
      return {
        answer: shown({ ...record, previousValidUntil }, apiKey, nowMs, lastUsedAt),
        writes: [
          rotate(record, { secretHash, previousValidUntil }),
          story(deps, holder, keyId, { action: "key rotated", nowMs }),
        ],
      };
    },
  });
}

/** An operator's rotation of its own key is answered to that key alone: the answer is a vote. */
export const storedRotation: ReadAnswer = (deps, known, request) => {
  const isOwn = known.ownerId === PLATFORM && known.resourceId === known.keyId;
  if (isOwn && request.keyId !== known.keyId) throw ofAnother();
  return storedAnswer(deps, known);
};

/** For good, in every process within `limits.apiKeyCacheMs`. A key may revoke itself. */
export async function revokeKey(
  deps: VaultDeps,
  request: IdempotentRequest,
  holder: KeyHolder,
  keyId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  return decideAndCommit(deps, request, {
    resourceId: keyId,
    busy: BUSY,
    decide: async (nowMs) => {
      const { record, lastUsedAt } = await keyOf(deps, holder, keyId);
      const answerWith = (revokedAt: number) => ({
        httpStatus: 200,
        body: apiKeyView({ ...record, revokedAt }, nowMs, lastUsedAt),
      });
      if (record.revokedAt !== undefined) return { answer: answerWith(record.revokedAt) };
      const writes = [revoke(keyId, nowMs), story(deps, holder, keyId, { action: "key revoked", reason, nowMs })];
      return { answer: answerWith(nowMs), writes };
    },
  });
}

/** A merchant's own; for an operator one merchant's, or everybody's and the platform's. */
export async function listKeys(
  deps: Deps,
  caller: Caller,
  { merchantId, ...page }: Omit<Page, "tenantId"> & { merchantId?: string | undefined },
): Promise<PageOf<ApiKeyView>> {
  const owner = tenantOfList(caller, { tenantId: merchantId }, "merchantId");
  const { items, nextCursor } = await pageOf<ApiKeyRecord, ApiKeyRecord>(deps, page, {
    parts: owner === undefined ? partsOf(owner, "KEY") : { index: "state", partitions: [listOfApiKeys(owner)] },
    place: PLACE,
    keep: () => true,
    view: (record) => record,
  });
  const keyIds = items.map(({ keyId }) => keyId);
  const uses = keyIds.length > 0 ? await readKeyUses(deps.tables, keyIds) : new Map<string, number>();
  const nowMs = deps.clock();
  return { items: items.map((record) => apiKeyView(record, nowMs, uses.get(record.keyId))), nextCursor };
}

function shown(record: ApiKeyRecord, apiKey: string, nowMs: number, lastUsedAt?: number): Answer {
  return { httpStatus: 201, body: { ...apiKeyView(record, nowMs, lastUsedAt), key: apiKey }, shownOnce: ["key"] };
}

async function keyOf(deps: Deps, holder: Caller, keyId: string) {
  const found = await readApiKey(deps.tables, keyId);
  if (!found || (holder.kind === "tenant" && found.record.tenantId !== holder.tenantId))
    throw new TerminalError("not-found", "there is no API key with this id");
  return found;
}

/** Whose key it becomes. */
async function ownerOf(deps: Deps, holder: Caller, merchantId: string | undefined): Promise<string> {
  if (holder.kind === "tenant") {
    if (merchantId === undefined || merchantId === holder.tenantId) return holder.tenantId;
    throw invalid("/merchantId", "names another merchant: that is for operators only");
  }
  if (merchantId === undefined)
    throw invalid("/merchantId", "is required: an operator's keys come from the command line");
  if (await readMerchant(deps.tables, merchantId)) return merchantId;
  throw new TerminalError("merchant-not-found", "there is no such merchant", {
    errors: [{ pointer: "/merchantId", detail: "does not name a merchant" }],
  });
}

/** What a key shows is what its holder may do itself: nobody gets more by making a key, or by rotating one. */
function assertMayShow(holder: KeyHolder, record: ApiKeyRecord): void {
  if (holder.kind === "tenant") assertWithinOwn(holder, record.scopes);
  else if (record.tenantId === undefined && record.keyId !== holder.keyId) throw ofAnother();
}

function assertWithinOwn(holder: KeyHolder, scopes: readonly Scope[]): void {
  if (holder.kind === "operator") return;
  const beyond = scopes.filter((scope) => !holder.scopes.includes(scope));
  if (beyond.length === 0) return;
  const named = beyond.map((scope) => `\`${scope}\``).join(", ");
  throw new TerminalError("scope-missing", `Your own key does not have ${named}.`, {
    errors: beyond.map((scope) => ({ pointer: `/scopes/${scopes.indexOf(scope)}`, detail: "is beyond your own key" })),
  });
}

function ofAnother(): TerminalError {
  return new TerminalError("key-of-another", "This is another operator's key.");
}

function invalid(pointer: string, detail: string): TerminalError {
  return new TerminalError("request-invalid", "The request has fields that are not valid.", {
    errors: [{ pointer, detail }],
  });
}

function story(
  deps: Deps,
  by: Caller,
  keyId: string,
  { action, reason = action, nowMs }: { action: string; reason?: string; nowMs: number },
): Write {
  return audit(apiKeyKey(keyId), {
    auditId: deps.random.ulid(nowMs),
    by: by.keyId,
    ...(by.kind === "tenant" ? { byMerchant: true } : {}),
    action,
    reason,
    at: nowMs,
  });
}
