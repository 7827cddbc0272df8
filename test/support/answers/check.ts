import { answerFault } from "../../../contract/answer-fault.ts";
import type { RouteKey } from "../../../contract/routes.ts";
import type { WireAnswer } from "./document.ts";

export interface SentAnswer {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  /** As sent. */
  text: string;
}

/** From the environment (`seen.ts`). */
declare const documentedFault: (answer: WireAnswer) => string | undefined;

/** What is wrong with an answer by its route's row, which closes its shape, and by the document that callers read. */
export function answerFaults(routeKey: RouteKey, { status, headers, text }: SentAnswer): string[] {
  const faults = [answerFault(routeKey, status, text), documentedFault({ routeKey, status, headers, body: text })];
  return faults.filter((fault) => fault !== undefined);
}

export function checkAnswer(routeKey: RouteKey, answer: SentAnswer): void {
  const faults = answerFaults(routeKey, answer);
  if (faults.length > 0) throw new Error(faults.join("\n"));
}
