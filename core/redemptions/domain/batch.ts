import * as batch from "../../foundation/domain/batch.ts";
import type { RedemptionState, ResubmissionRefusal } from "./redemption.ts";

export type ItemRefusal = ResubmissionRefusal | "code-malformed";
export type Verdict = batch.Verdict<RedemptionState, ItemRefusal>;

export interface BatchSubmission {
  batchId?: string | undefined;
  planId: string;
  mode: "partial" | "atomic";
  items: { reference: string; code: string }[];
}

export const packVerdicts: (verdicts: readonly Verdict[]) => string = batch.packVerdicts;
export const unpackVerdicts: (packed: string) => Verdict[] = batch.unpackVerdicts;
