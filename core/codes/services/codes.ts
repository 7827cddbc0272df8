import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import { atMost } from "../../foundation/services/at-most.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commitAnew, newRecord } from "../../foundation/services/idempotency.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { stateShards } from "../../foundation/store/keys.ts";
import { slotsOf, stockOf } from "../../orders/domain/slots.ts";
import type { Code } from "../domain/code.ts";
import { generatedCode, normaliseTyped } from "../domain/code-text.ts";
import { campaignView, codeStatus, codeView } from "../domain/code-views.ts";
import { readCampaign } from "../store/campaign-store.ts";
import { changeCode as change, readCode, readFirstCode, slotKeys, slotsIn } from "../store/code-store.ts";
import { campaignKey, codeKey, listOfCodes } from "../store/keys.ts";
import { campaignOf } from "./campaigns.ts";
import { campaignSecret, codeHash, derivedCodeId, idsOfCode } from "./derive-code.ts";

/** Each code of more than one slot is up to 32 rows: 25 of them are 800. */
const MANY_SLOTS_PAGE_ITEMS = 25;
/** At its worst, an export of 10,000 codes asks for 320,000 rows: other requests of the process still find a connection. */
const READS_AT_ONCE = 16;
/** One request's. */
const READ_MAX_ROWS = 100;

/** Newest first, never the code itself. */
export async function listCodes(
  deps: Deps,
  caller: Caller,
  campaignId: string,
  page: Page,
): Promise<PageOf<ReturnType<typeof codeView>>> {
  const { tenantId, usesPerCode } = await campaignOf(deps, caller, campaignId);
  const limit = slotsOf(usesPerCode) > 1 ? Math.min(page.limit, MANY_SLOTS_PAGE_ITEMS) : page.limit;
  const { items, nextCursor } = await pageOf<Code, Code>(
    deps,
    { ...page, limit },
    {
      parts: {
        index: "state",
        partitions: stateShards("CODE").map((shard) => listOfCodes(tenantId, campaignId, shard)),
      },
      keep: () => true,
      view: (code) => code,
    },
  );
  const left = await leftOf(deps, items);
  const nowMs = deps.clock();
  return { items: items.map((code, index) => codeView(code, left[index] ?? 0, nowMs)), nextCursor };
}

/** Uses that are free, of each code over all of its slots. All of one campaign have as many. */
async function leftOf(deps: Deps, codes: readonly Code[]): Promise<number[]> {
  const split = codes.filter(({ slots }) => slots > 1);
  const left = await inReads(split, split[0]?.slots ?? 1, async (some) => {
    const rows = await deps.tables.getMany("main", some.flatMap(slotKeys));
    return some.map((code) => stockOf(slotsIn(code, rows.splice(0, code.slots))).free);
  });
  const leftIn = new Map(split.map(({ codeId }, index) => [codeId, left[index] ?? 0]));
  return codes.map(({ codeId, remaining }) => leftIn.get(codeId) ?? remaining);
}

/** In the order of `inputs`, of each of which up to `rowsEach` rows are read; what a request has read is gone with the next. */
async function inReads<Input, Output>(
  inputs: readonly Input[],
  rowsEach: number,
  read: (some: readonly Input[]) => Promise<Output[]>,
): Promise<Output[]> {
  const each = Math.floor(READ_MAX_ROWS / rowsEach);
  const parts = Array.from({ length: Math.ceil(inputs.length / each) }, (_, part) =>
    inputs.slice(part * each, (part + 1) * each),
  );
  return (await atMost(READS_AT_ONCE, parts, read)).flat();
}

async function shown(deps: Deps, code: Code) {
  const [left = 0] = await leftOf(deps, [code]);
  return codeView(code, left, deps.clock());
}

/** For a merchant's support, who has the code from its holder. */
export async function lookUp(
  deps: VaultDeps,
  caller: Caller,
  input: { code: string; merchantId?: string | undefined },
) {
  const tenantId = caller.kind === "tenant" ? caller.tenantId : (input.merchantId as string);
  const { codeId: newId, otherIds } = idsOfCode(deps.vault, tenantId, normaliseTyped(input.code));
  const code = await readFirstCode(deps.tables, tenantId, [newId, ...otherIds]);
  // Also of what is not there: whoever guesses leaves a trace of each guess.
  await writeAudit(deps, caller, codeKey(tenantId, code?.codeId ?? newId), "code looked up");
  const campaign = code && (await readCampaign(deps.tables, { tenantId, campaignId: code.campaignId }));
  if (!code || !campaign) throw new TerminalError("not-found", "there is no such code");
  return { ...(await shown(deps, code)), campaign: campaignView(campaign) };
}

export async function changeCode(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  codeId: string,
  { status }: { status: "ACTIVE" | "DISABLED" },
): Promise<Answer> {
  const nowMs = deps.clock();
  const tenantId = tenantOf(caller, "cod", codeId);
  const code = await readCode(deps.tables, { tenantId, codeId });
  if (!code) throw new TerminalError("not-found", "there is no code with this id");
  const isDisabled = status === "DISABLED";
  const answer = { httpStatus: 200, body: await shown(deps, { ...code, isDisabled }) };
  const effect = { answer, resourceId: codeId, writes: [change(code, isDisabled, nowMs)] };
  const result = await commitAnew(deps, newRecord(deps, request, nowMs), effect);
  return result.kind === "replayed" ? result.answer : answer;
}

/** `code,codeId,status` of generated codes, derived again: they are stored nowhere. */
export async function exportCodes(
  deps: VaultDeps,
  caller: Caller,
  campaignId: string,
  { from, count }: { from: number; count: number },
): Promise<string> {
  const campaign = await campaignOf(deps, caller, campaignId);
  const { tenantId, codePrefix, nextN } = campaign;
  await writeAudit(deps, caller, campaignKey(tenantId, campaignId), "codes exported", { from, count });
  const secret = campaignSecret(deps.vault, campaign);
  const numbers = Array.from({ length: Math.max(0, Math.min(from + count, nextN) - from) }, (_, index) => from + index);
  const texts = numbers.map((n) => generatedCode(codePrefix, codeHash(secret, n)));
  const keys = texts.map((text) => codeKey(tenantId, derivedCodeId(deps.vault, campaign, normaliseTyped(text))));
  const rows = (await inReads(keys, 1, (some) => deps.tables.getMany("main", some))) as (Code | undefined)[];
  // Of another number there may be a merchant's own code with the very same text.
  const made = rows.map((row, index) => (row?.n === numbers[index] && !row?.isOwn ? row : undefined));
  // One that has a use left in its own row is not exhausted, whatever its other slots say: they are seldom read.
  const inDoubt = made
    .filter((row) => row !== undefined)
    .filter(({ slots, remaining }) => slots > 1 && remaining === 0);
  const left = await leftOf(deps, inDoubt);
  const leftIn = new Map(inDoubt.map(({ codeId }, index) => [codeId, left[index] ?? 0]));
  const nowMs = deps.clock();
  const lines = made.flatMap((row, index) =>
    row ? [`${texts[index]},${row.codeId},${codeStatus(row, leftIn.get(row.codeId) ?? row.remaining, nowMs)}`] : [],
  );
  return ["code,codeId,status", ...lines].map((line) => `${line}\r\n`).join("");
}

async function writeAudit(
  deps: Deps,
  caller: Caller,
  subject: { pk: string; sk: string },
  action: string,
  detail?: Record<string, number>,
): Promise<void> {
  const at = deps.clock();
  await deps.tables.transact([
    audit(subject, {
      auditId: deps.random.ulid(at),
      by: caller.keyId,
      ...(caller.kind === "tenant" ? { byMerchant: true } : {}),
      action,
      reason: action,
      at,
      ...(detail ? { detail } : {}),
    }),
  ]);
}
