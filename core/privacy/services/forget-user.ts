import type { ForgottenView } from "../../../contract/answers/privacy.ts";
import { readMerchant } from "../../access/store/merchant-store.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { FORGETTABLE, type Forgettable } from "../../foundation/domain/forgetting.ts";
import { tenantIn } from "../../foundation/domain/ids.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import type { Forget, Forgotten, Person } from "../../foundation/services/forgetting.ts";
import { commitAnew, newRecord, replay } from "../../foundation/services/idempotency.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { readRecord } from "../../foundation/store/idempotency-store.ts";
import { forgottenKey } from "../store/keys.ts";

export type Forgetters = Record<Forgettable, Forget>;

export interface ForgetInput {
  merchantId: string;
  customerIds?: readonly string[] | undefined;
  receivers?: readonly string[] | undefined;
  destinationIds?: readonly string[] | undefined;
  reason: string;
}

/**
 * Empties what names a user from rows that are final, each under its own condition; audit and answer are written when that is
 * done. Who dies in between has emptied some rows: the same request goes on with the others.
 */
export async function forgetUser(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  userId: string,
  { input, forgetters }: { input: ForgetInput; forgetters: Forgetters },
): Promise<Answer> {
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  const known = await readRecord(deps.tables, entry, nowMs);
  if (known) return replay(deps, known, entry, nowMs);
  await assertNamed(deps, input);
  const person = personOf(deps, userId, input);
  const parts: [Forgettable, Forgotten][] = [];
  for (const kind of FORGETTABLE) parts.push([kind, await forgetters[kind](deps, person, nowMs)]);
  const view = viewOf(input.merchantId, parts);
  const answer = { httpStatus: 200, body: view };
  const story = audit(forgottenKey(person.tenantId, person.userMark), {
    auditId: deps.random.ulid(nowMs),
    by: caller.keyId,
    action: "user forgotten",
    reason: input.reason,
    at: nowMs,
    // Marks name nobody: by them an audit finds what was left behind.
    detail: { isComplete: view.isComplete, marks: [...person.customerMarks, ...person.receiverMarks] },
  });
  const result = await commitAnew(deps, entry, { answer, writes: [story] });
  return result.kind === "replayed" ? result.answer : answer;
}

function personOf({ vault }: VaultDeps, userId: string, input: ForgetInput): Person {
  const { merchantId: tenantId, customerIds = [], receivers = [], destinationIds = [] } = input;
  return {
    tenantId,
    userMark: vault.personMark(tenantId, "user", userId),
    customerMarks: customerIds.map((id) => vault.personMark(tenantId, "customer", id)),
    receiverMarks: receivers.map((receiver) => vault.personMark(tenantId, "receiver", receiver)),
    destinationIds,
  };
}

/** Before anything is emptied. */
async function assertNamed(deps: Deps, { merchantId, destinationIds = [] }: ForgetInput): Promise<void> {
  if (!(await readMerchant(deps.tables, merchantId))) {
    throw new TerminalError("merchant-not-found", "there is no such merchant", {
      errors: [{ pointer: "/merchantId", detail: "does not name a merchant" }],
    });
  }
  const foreign = destinationIds.findIndex((id) => tenantIn(id) !== merchantId);
  if (foreign >= 0) {
    throw new TerminalError("request-invalid", "The request has fields that are not valid.", {
      errors: [{ pointer: `/destinationIds/${foreign}`, detail: "names no payout destination of this merchant" }],
    });
  }
}

function viewOf(merchantId: string, parts: readonly [Forgettable, Forgotten][]): ForgottenView {
  const kept = parts.flatMap(([, part]) => part.kept);
  return {
    merchantId,
    emptied: Object.fromEntries(parts.map(([kind, { emptied }]) => [kind, emptied])) as ForgottenView["emptied"],
    kept: kept.slice(0, CONTRACT.forgetKeptMax),
    keptCount: kept.length,
    isComplete: parts.every(([, { isComplete }]) => isComplete),
  };
}
