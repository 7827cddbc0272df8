import { last4Of } from "../../foundation/domain/gift-card-code.ts";
import { withNext } from "../../foundation/domain/problem.ts";
import type { AcceptedItem } from "../../foundation/services/batch-items.ts";
import type { Deps, VaultDeps } from "../../foundation/services/deps.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { ItemRefusal } from "../domain/batch.ts";
import type { Redemption } from "../domain/redemption.ts";
import { addItem } from "../store/batch-store.ts";
import { accept, checkUnknown, retry } from "../store/redemption-store.ts";

export interface OtherIds {
  /** By which others may be accepting cards at this moment. */
  rival?: string;
  /** By which no new card is accepted any more: looked at before. */
  settled: string[];
}

/** By each pepper that there is. */
export function idsOfCard(
  { vault }: Pick<VaultDeps, "vault">,
  tenantId: string,
  code: string,
): Pick<Submission, "redemptionId" | "otherIds"> {
  const { rival, settled } = vault.otherPeppers();
  const idBy = (pepper: number) => vault.redemptionId(tenantId, code, pepper);
  return {
    redemptionId: vault.redemptionId(tenantId, code),
    otherIds: { ...(rival === undefined ? {} : { rival: idBy(rival) }), settled: settled.map(idBy) },
  };
}

/** One code as it enters, alone or in a batch. */
export interface Submission {
  tenantId: string;
  /** By the pepper that hashes what is new. */
  redemptionId: string;
  /** By the other peppers: the card may be known by one of these. */
  otherIds: OtherIds;
  code: string;
  planId: string;
  batchId: string;
  reference?: string | undefined;
  /** Its place in the batch. */
  index?: number | undefined;
  /** The request that brings it. */
  acceptedBy: string;
  /** Its API key. */
  keyId?: string | undefined;
}

/** The writes that accept a code for the first time: aggregate, membership, message. */
export function acceptNew(deps: VaultDeps, submission: Submission, nowMs: number): AcceptedItem<Redemption> {
  const { tenantId, redemptionId, code, planId, batchId, reference, acceptedBy, keyId } = submission;
  const redemption: Redemption = {
    tenantId,
    redemptionId,
    planId,
    batchId,
    ...(reference === undefined ? {} : { reference }),
    last4: last4Of(code),
    state: "ACCEPTED",
    attempt: 1,
    epoch: 0,
    codeCipher: deps.vault.seal(redemptionId, code),
    acceptedBy,
    ...(keyId === undefined ? {} : { keyId }),
    createdAt: nowMs,
    acceptedAt: nowMs,
    updatedAt: nowMs,
    stateSk: deps.random.ulid(nowMs),
    sends: 0,
    lookups: 0,
    yields: 0,
  };
  const { rival } = submission.otherIds;
  const unknown = rival === undefined ? [] : [checkUnknown({ tenantId, redemptionId: rival })];
  const writes = [accept(redemption, dueAt(deps, nowMs)), ...unknown, ...companions(deps, submission, nowMs)];
  return { row: redemption, writes, heads: 1 + unknown.length };
}

/** The writes that try a definitively refused code again. */
export function acceptAgain(
  deps: VaultDeps,
  known: Redemption,
  submission: Submission,
  nowMs: number,
): AcceptedItem<Redemption> {
  const { code, planId, batchId, reference, acceptedBy, keyId } = submission;
  // As it is known: by an older pepper, it keeps that id.
  const { redemptionId } = known;
  const next = {
    planId,
    batchId,
    ...(reference === undefined ? {} : { reference }),
    codeCipher: deps.vault.seal(redemptionId, code),
    acceptedBy,
    ...(keyId === undefined ? {} : { keyId }),
    acceptedAt: nowMs,
  };
  const {
    reference: _reference,
    reason: _reason,
    accountId: _accountId,
    providerReference: _providerReference,
    ...kept
  } = known;
  const redemption: Redemption = {
    ...kept,
    ...next,
    state: "ACCEPTED",
    attempt: known.attempt + 1,
    epoch: known.epoch + 1,
    updatedAt: nowMs,
  };
  const its = { ...submission, redemptionId };
  return { row: redemption, writes: [retry(known, next, dueAt(deps, nowMs)), ...companions(deps, its, nowMs)] };
}

function companions(deps: Deps, submission: Submission, nowMs: number): Write[] {
  const { tenantId, redemptionId } = submission;
  const job = { queue: "redemptions", body: { tenantId, redemptionId } } as const;
  return [addItem(submission, nowMs), announce(job, redemptionId, deps.random.ulid(nowMs), dueAt(deps, nowMs))];
}

/** The relay takes milliseconds; by then its message was lost, and the sweeper sends another. */
function dueAt(deps: Deps, nowMs: number): number {
  return nowMs + deps.limits.sweepGraceMs;
}

/** Why a submission is refused; names the redemption, never the code. */
export function refusalDetail(code: ItemRefusal, redemptionId: string): string {
  switch (code) {
    case "already-redeemed":
      return `this code was redeemed before, by ${redemptionId}`;
    case "redemption-in-progress":
      return `this code is being redeemed in another batch, by ${redemptionId}`;
    case "redemption-needs-review":
      return `the redemption of this code, ${redemptionId}, waits for an operator`;
    case "redemption-differs":
      return `the redemption of this code, ${redemptionId}, is under way for another plan`;
    case "attempts-exhausted":
      return `this code was tried five times, by ${redemptionId}, and refused each time`;
    case "code-malformed":
      return "this is not a gift card code";
  }
}

/** The same as the error of one item, which has no row's text beside it. */
export function itemDetail(code: ItemRefusal, redemptionId: string): string {
  return withNext(code, refusalDetail(code, redemptionId));
}
