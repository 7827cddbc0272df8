import type { Executions } from "../../core/payments/services/deps.ts";
import { invokedFunction } from "../../local/step-functions/definition.ts";
import { ExecutionStore } from "../../local/step-functions/execution-store.ts";
import type { Ending } from "../../local/step-functions/history.ts";
import type { StateMachine } from "../../local/step-functions/state-machine.ts";
import { StepFunctions } from "../../local/step-functions/step-functions.ts";

/** Events of a history that are read; a happy payment has some forty. */
const EVENTS_MAX = 1000;

/** The local run's Step Functions with one machine, whose functions run in this process. */
export class SagaMachine {
  readonly #machine: StateMachine;
  readonly #store: WatchedStore;
  readonly #service: StepFunctions;

  /** `run`: the function behind every Task. */
  constructor(machine: StateMachine, file: string, run: (event: string) => Promise<unknown>) {
    this.#machine = machine;
    this.#store = new WatchedStore(file);
    const invoke = async (event: string) => ({ ok: true as const, payload: JSON.stringify(await run(event)) });
    const tasks = Object.values(machine.definition.States).filter(({ Type }) => Type === "Task");
    const functions = new Map(tasks.map((state) => [invokedFunction(state), { name: "payment-saga", invoke }]));
    const complain = (text: string) => console.error(text);
    this.#service = new StepFunctions({ machines: [machine], functions, store: this.#store, complain });
  }

  readonly executions: Executions = {
    start: async (name, input) => void this.#service.startExecution(this.#machine, name, JSON.stringify(input)),
    stop: async (name, cause) => void this.#service.stopExecution(this.#arnOf(name), undefined, cause),
    isRunning: async (name) => this.#service.execution(this.#arnOf(name)).status === "RUNNING",
    wake: async (token, output) => this.#service.waitingTask(token).succeed(JSON.stringify(output)),
  };

  /** Resolves when the execution has ended at `Completed`; with any other end it throws. Ask before it ends. */
  async completed(name: string): Promise<void> {
    const { status, output, error, cause } = await this.#store.ending(this.#service.execution(this.#arnOf(name)).seq);
    const { route } = JSON.parse(output ?? "{}") as { route?: { next: string } };
    if (status !== "SUCCEEDED" || route?.next !== "Completed")
      throw new Error(`the execution ${name} ended ${status}: ${error ?? route?.next} ${cause ?? ""}`);
  }

  /** State transitions as they are billed: every state entered, and every further try of a Task. */
  transitions(name: string): { states: string[]; retries: number } {
    const events = this.#store.events(this.#service.execution(this.#arnOf(name)).seq, 0, EVENTS_MAX, false);
    const entered = events.filter(({ type }) => type.endsWith("StateEntered"));
    const tries = events.filter(({ type }) => type === "TaskScheduled").length;
    return {
      states: entered.map(({ details }) => JSON.parse(details).stateEnteredEventDetails.name as string),
      retries: tries - entered.filter(({ type }) => type === "TaskStateEntered").length,
    };
  }

  #arnOf(name: string): string {
    return `${this.#machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
  }

  close(): void {
    this.#service.abortAll();
    this.#store.close();
  }
}

/** Tells of ends as they happen: asking for them again and again would be measured too. */
class WatchedStore extends ExecutionStore {
  readonly #waiting = new Map<number, (ending: Ending) => void>();

  ending(seq: number): Promise<Ending> {
    return new Promise((resolve) => this.#waiting.set(seq, resolve));
  }

  override end(seq: number, eventId: number, at: number, ending: Ending): void {
    super.end(seq, eventId, at, ending);
    this.#waiting.get(seq)?.(ending);
    this.#waiting.delete(seq);
  }
}
