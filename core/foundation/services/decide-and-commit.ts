import { RetryableError } from "../domain/errors.ts";
import { ConflictError, type Refusal, type Write } from "../store/table.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "./deps.ts";
import { answerOnly, type Commit, commit, newRecord, type Refused, refuse } from "./idempotency.ts";

/** Rows move on within milliseconds; three tries find one moment between. */
const TRIES_MAX = 3;
const BUSY_RETRY_AFTER_MS = 1000;

/** `writes`: the effect that the answer is for; without them it tells of what exists already, or is what the key answered before. */
interface Answered {
  answer: Answer;
  writes?: Write[];
  /** When it is another's than the change names; `undefined`: the answer is about nothing that has an id. */
  resourceId?: string | undefined;
  onCommit?: () => void;
}
type Verdict = Answered | Refused;
/** `again`: what was read does not fit together, because it moved in between. */
export type Decision = Verdict | "again";

interface Change {
  /** What the request is about. */
  resourceId: string;
  /** What is said when others were faster each time. */
  busy: string;
  /** @default a new one */
  entry?: ReturnType<typeof newRecord>;
  triesMax?: number;
  /**
   * Many want the same rows at once: who only met another transaction has lost a round, too, and rounds are further and further
   * apart.
   */
  isContended?: boolean;
  /** The same request had an answer before a restore: what it makes now gets the id that it had, by which vendors may know it. */
  onLost?: (resourceId: string) => void;
  /** On what is read now, or was told by the last refusal. */
  decide: (nowMs: number) => Decision | Promise<Decision>;
  /** Others were faster: decides at once on what they have left, or sees to it that the next decision is another one. */
  onOvertaken?: (refusals: (Refusal | undefined)[]) => Verdict | undefined | Promise<Verdict | undefined>;
}

/** Reads, decides, and commits effect and answer under the request's key; again when others moved the rows in between. */
export async function decideAndCommit(deps: VaultDeps, request: IdempotentRequest, change: Change): Promise<Answer> {
  const { entry = newRecord(deps, request, deps.clock()), triesMax = TRIES_MAX, isContended } = change;
  const answerTo = (said: Verdict) => {
    const about = { resourceId, ...said };
    if ("code" in about) return refuse(deps, request, entry, about);
    return about.answer.replayed ? about.answer : answerOnly(deps, entry, about);
  };
  let { resourceId } = change;
  for (let round = 1; round <= triesMax; round++) {
    const isLast = round === triesMax;
    const decision = await change.decide(entry.startedAt);
    if (decision === "again") continue;
    if ("code" in decision || decision.writes === undefined) return answerTo(decision);
    const { answer, writes } = decision;
    const effect = { resourceId, ...decision, answer, writes };
    const result = await commit(deps, entry, effect, isContended ? 1 : undefined).catch((error: unknown): Commit => {
      if (!isContended || isLast || !(error instanceof ConflictError)) throw error;
      return { kind: "refused", refusals: [] };
    });
    if (result.kind === "replayed") return result.answer;
    if (result.kind === "lost") {
      const { httpStatus, resourceId: lostId } = result.record;
      entry.lost = result.record;
      // What was refused may have named another's.
      if (change.onLost && httpStatus === 202 && lostId !== undefined) {
        resourceId = lostId;
        change.onLost(lostId);
      }
      continue;
    }
    if (result.kind === "committed") {
      decision.onCommit?.();
      return answer;
    }
    if (isContended && !isLast) await deps.tables.backOff(round);
    const said = await change.onOvertaken?.(result.refusals);
    if (said) return answerTo(said);
  }
  throw new RetryableError("overloaded", change.busy, BUSY_RETRY_AFTER_MS);
}
