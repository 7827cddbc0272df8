/** A checklist is data: what is sent, what our adapter must say, why it matters, and what the vendor's page says. */

export interface Page {
  says: string;
  url: string;
}

/** Somebody at the terminal; a webhook of the vendor at this machine; leave to spend money. */
export type Need = "person" | "webhook" | "costs";

/** Members that an answer must have; or it must be the answer of the case's first step, or of the step before. */
export type Expected = Readonly<Record<string, unknown>> | "as at first" | "as before";

export interface Step<Trial> {
  /** What is sent, in words. */
  does: string;
  call(trial: Trial): Promise<object>;
  /** Of several, any will do. */
  must: Expected | readonly Expected[];
  /** So long the vendor may take until it shows: the step is repeated each second until then. */
  withinMs?: number;
  /** Not one request may leave this machine. */
  sendsNothing?: true;
}

/** What a case begins with. */
export interface Subject {
  /** Something that was captured before; where a person has to pay for it, the cases share one. */
  paid?: true;
  amount?: { amount: number; currency: string };
  /** The merchant in our ids: a long one makes the longest numbers that we send. */
  tenantId?: string;
  /** How far our clock is from the vendor's when the id is made. */
  madeAtOffsetMs?: number;
}

export interface Case<Trial> {
  /** A sentence. */
  name: string;
  why: string;
  page: Page;
  needs?: readonly Need[];
  /** Why the vendor's test mode cannot show it. */
  impossible?: string | undefined;
  subject?: Subject;
  steps: readonly Step<Trial>[];
}

/** All cases of one vendor. `begin` tells in words why a subject cannot be had. */
export interface Checklist<Trial> {
  cases: readonly Case<Trial>[];
  begin(subject: Subject): Promise<Trial | string>;
}

/** Whether the answer has all members that it must have, each as deep as it is named. `earlier`: of the steps before, in order. */
export function fits({ must }: Pick<Step<never>, "must">, answer: object, earlier: readonly object[]): boolean {
  const known = { "as at first": earlier[0], "as before": earlier.at(-1) };
  return allOf(must).some((one) => {
    if (typeof one !== "string") return has(one, answer);
    return has(known[one], answer) && has(answer, known[one]);
  });
}

function allOf(must: Step<never>["must"]): readonly Expected[] {
  return Array.isArray(must) ? must : [must as Expected];
}

function has(expected: unknown, answer: unknown): boolean {
  if (expected === ANY_TEXT) return typeof answer === "string" && answer !== "";
  if (typeof expected !== "object" || expected === null) return Object.is(expected, answer);
  if (typeof answer !== "object" || answer === null) return false;
  return Object.entries(expected).every(([name, value]) => has(value, (answer as Record<string, unknown>)[name]));
}

/** Stands for any text that is not empty: a vendor's number, an address. */
export const ANY_TEXT = "(any)";

export function wordsOf({ must }: Pick<Step<never>, "must">): string {
  return allOf(must)
    .map((one) => (typeof one === "string" ? one : JSON.stringify(one)))
    .join(" or ");
}
