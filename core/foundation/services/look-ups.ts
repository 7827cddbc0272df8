import type { LookUpView } from "../../../contract/answers/platform.ts";
import { callTimeoutMs } from "../domain/call-bracket.ts";
import { RetryableError } from "../domain/errors.ts";
import { iso } from "../domain/iso-time.ts";
import { type CallLimits, CONTRACT } from "../domain/limits.ts";
import { audit } from "../store/audit-store.ts";
import { lookUpKey } from "../store/keys.ts";
import { type LookUpTurn, takeLookUpTurn } from "../store/look-up-store.ts";
import type { Caller, Deps } from "./deps.ts";

/** What a vendor says now. It is shown and nothing follows from it: what may be concluded, and when, its worker knows. */
export type Found = Pick<LookUpView, "answer" | "providerReference" | "amount">;

interface LookUp {
  tenantId: string;
  /** What is asked about, by its id. */
  subjectId: string;
  asked: LookUpView["asked"];
  /** Of this kind of call. */
  calls: Pick<CallLimits, "callTimeoutMs">;
  ask: (timeoutMs: number) => Promise<Found>;
}

/** What a function has left for the call once it has read the rows, and a secret. */
const SHARE_FOR_THE_CALL = 0.5;

/**
 * An operator has the vendor asked. Turn and audit row are one transaction and stand before the call, so that nobody is asked
 * without a trace; both have keys of their own, so that whoever asks needs no right to change anything that is asked about. A
 * failure of whatever kind is `unknown`: it says nothing of the thing.
 */
export async function lookUp(deps: Deps, caller: Caller, { asked, ask, calls, ...ref }: LookUp): Promise<LookUpView> {
  const nowMs = deps.clock();
  const entry = { auditId: deps.random.ulid(nowMs), by: caller.keyId, action: "vendor asked", at: nowMs };
  const reason = `asked ${asked.provider} for ${asked.key}`;
  const taken = await deps.tables.transact([
    takeLookUpTurn(ref, nowMs),
    audit(lookUpKey(ref), { ...entry, reason, detail: asked }),
  ]);
  if (!taken.committed) {
    const { askedAt = nowMs } = (taken.refusals[0]?.old ?? {}) as Partial<LookUpTurn>;
    const waitMs = Math.max(askedAt + CONTRACT.lookUpsApartMs - nowMs, 1);
    throw new RetryableError("look-up-too-soon", "the vendor has just been asked about this", waitMs);
  }
  const leftMs = deps.limits.httpTimeoutSeconds * 1000 * SHARE_FOR_THE_CALL;
  const found = await ask(callTimeoutMs(calls, leftMs)).catch((error: unknown): Found => {
    deps.log.warn("a vendor could not be asked", { errorName: error instanceof Error ? error.name : "none" });
    return { answer: "unknown" };
  });
  return { asked, ...found, at: iso(nowMs) };
}
