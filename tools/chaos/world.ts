import { setTimeout as pause } from "node:timers/promises";
import { ROUTES, type RouteKey, type RouteRow } from "../../contract/routes.ts";
import type { ErrorCode } from "../../core/foundation/domain/errors.ts";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import type { PaymentState } from "../../core/payments/domain/payment.ts";
import { type Answer, type Call, LostAnswer } from "../harness/client.ts";
import type { Instance } from "../harness/instance.ts";
import type { AskedPayment } from "../harness/payments.ts";
import { Stage } from "../harness/stage.ts";
import type { Screen } from "../terminal/screen.ts";
import { Turns } from "./turns.ts";

/** What two cores serve beside everything else that goes on there. */
const CLIENTS = 8;
/** Between two looks at the same thing; what takes long is looked at less often, up to the longest. */
const LOOK_EVERY_MS = 2000;
const LOOK_EVERY_MAX_MS = 10_000;
/** What a slow machine does not come to is ended by its age, at the latest a sweeper's minute after it. */
const END_TIMEOUT_MS = LIMITS.demo.exchange.ageMaxMs + 60_000;
/** Much longer than a restart: who gives up before has met something that does not mend itself. */
const ANSWER_TIMEOUT_MS = 300_000;

/** What came of webhooks, which belong to no caller's log. */
export interface Posted {
  route: "webhooks delivered" | "webhooks forged";
  status?: number;
}

/** The stage in a storm: every caller asks until there is an answer, and nobody waits for anybody. */
export class World extends Stage {
  readonly turns: Turns;
  readonly webhooks: Posted[] = [];
  #forgeries = 0;
  #calmAt = Number.POSITIVE_INFINITY;

  constructor(instance: Instance, screen: Screen) {
    const turns = new Turns(CLIENTS);
    super(instance, screen, { turn: (request) => turns.take(request), giveUpAfterMs: ANSWER_TIMEOUT_MS });
    this.turns = turns;
  }

  /** From now on nothing is killed any more. */
  calmDown(): void {
    this.#calmAt = Date.now();
  }

  /** While there are kills nothing is late. */
  isLate(): boolean {
    return Date.now() > this.#calmAt + END_TIMEOUT_MS;
  }

  found(subject: string, detail: string): void {
    this.screen.verdict(false, `${subject} ${detail}`);
    this.findings.push({ invariant: "contract", subject, detail });
  }

  /** Until the service itself has answered; a refusal is an answer, also one that says "later", but for these. */
  ask(route: RouteKey, call: Call, later: readonly ErrorCode[] = []): Promise<Answer> {
    const client = isOperators(route) ? this.operator : this.merchant;
    const again: readonly unknown[] = ["idempotency-key-in-use", ...later];
    return client.send(route, call, { isLast: ({ json }) => !again.includes(json.code) });
  }

  /** The answer has to be one of these. */
  async expect(
    statuses: readonly number[],
    route: RouteKey,
    call: Call,
    later?: readonly ErrorCode[],
  ): Promise<Answer> {
    const answer = await this.ask(route, call, later);
    if (!statuses.includes(answer.status)) {
      this.found(`${route} ${call.key ?? ""}`, `was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    }
    return answer;
  }

  /** Asks less and less often. What has not come about long after the last kill never will: a finding. */
  async until(subject: string, what: string, ask: () => Promise<boolean>): Promise<boolean> {
    for (let waitMs = LOOK_EVERY_MS; ; waitMs = Math.min(LOOK_EVERY_MAX_MS, waitMs * 1.5)) {
      if (await ask()) return true;
      if (this.isLate()) {
        this.found(subject, `never came to this: ${what}`);
        return false;
      }
      await pause(waitMs);
    }
  }

  /** Until it is one of these. What was parked only because nothing could be reached, an operator sends on. */
  async follow(payment: AskedPayment, wanted: readonly PaymentState[]): Promise<boolean> {
    const { paymentId: id = "", method } = payment;
    let state: PaymentState | undefined;
    const hasEnded = await this.until(id, `a payment by ${method} is ${wanted.join(" or ")}`, async () => {
      const { json } = await this.ask("GET /v1/payments/{id}", { path: { id } });
      state = json.status as PaymentState;
      if (state === "NEEDS_REVIEW" && !wanted.includes(state)) await this.retry(payment);
      // Its order may have expired while nobody could come to it. What is refunded after its cancel passes here.
      return wanted.includes(state) || (state === "CANCELLED" && !wanted.includes("REFUNDED"));
    });
    return hasEnded && state !== undefined && wanted.includes(state);
  }

  async retry({ sagaId = "" }: AskedPayment): Promise<void> {
    const body = { reason: "the channel can be reached again" };
    // 409: it goes on already.
    await this.expect([202, 409], "POST /v1/sagas/{id}/retry", {
      path: { id: sagaId },
      key: this.newKey("retry"),
      body,
    });
  }

  nextForgery(): string {
    return `${FORGED}${++this.#forgeries}`;
  }

  /** Runs one story; what it could not come to the end of is a finding. */
  async tell(story: () => Promise<void>): Promise<void> {
    try {
      await story();
    } catch (error) {
      const lost = error instanceof LostAnswer;
      this.found("a client", lost ? `was never answered: ${error.message}` : String((error as Error).stack));
    }
  }
}

/** How the ids of forged events begin. */
export const FORGED = "evt_forged_";

function isOperators(route: RouteKey): boolean {
  const access: RouteRow["access"] = ROUTES[route].access;
  return Array.isArray(access) && access.every((scope) => scope === "operator");
}
