import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { End } from "../invocation.ts";
import type { Simulation } from "../simulation.ts";

interface Message {
  messageId: string;
  body: string;
  receives: number;
  /** Set by the worker that failed: sooner than the visibility timeout, which is made for dead ones. */
  hiddenForMs?: number;
}

export interface QueueOptions {
  name: string;
  /** Six times the consumer's timeout, as deployed. */
  visibilityMs: number;
  receivesMax: number;
  /** Of each message, as at-least-once allows. */
  copies: number;
  consume: (event: SQSEvent, onEnd: (end: End<SQSBatchResponse>) => void) => void;
}

/** Until a message has come through a queue. */
const DELIVERY_MS = 15;

/** A standard queue: at least once, in any order, to a function that answers which messages it could not do. */
export class QueueModel {
  readonly name: string;
  readonly deadLetters: string[] = [];
  readonly #simulation: Simulation;
  readonly #options: QueueOptions;
  readonly #receipts = new Map<string, Message>();
  #count = 0;
  #callOffs = new Set<() => void>();

  constructor(simulation: Simulation, options: QueueOptions) {
    this.name = options.name;
    this.#simulation = simulation;
    this.#options = options;
  }

  send(body: object, delaySeconds: number): void {
    for (let copy = 0; copy < this.#options.copies; copy++) {
      const message = { messageId: `${this.name}-${++this.#count}`, body: JSON.stringify(body), receives: 0 };
      this.#deliverIn(delaySeconds * 1000 + DELIVERY_MS, message);
    }
  }

  purge(): void {
    for (const callOff of this.#callOffs) callOff();
    this.#callOffs.clear();
  }

  hide(receiptHandle: string, seconds: number): void {
    const message = this.#receipts.get(receiptHandle);
    if (message) message.hiddenForMs = seconds * 1000;
  }

  bury(body: object): void {
    this.deadLetters.push(JSON.stringify(body));
  }

  #deliverIn(delayMs: number, message: Message): void {
    const callOff = this.#simulation.in(delayMs, this.name, "delivers", () => {
      this.#callOffs.delete(callOff);
      this.#deliver(message);
    });
    this.#callOffs.add(callOff);
  }

  #deliver(message: Message): void {
    if (message.receives >= this.#options.receivesMax) {
      this.#simulation.tell(this.name, `dead letter ${message.body}`);
      this.deadLetters.push(message.body);
      return;
    }
    message.receives++;
    delete message.hiddenForMs;
    const receiptHandle = `${message.messageId}/${message.receives}`;
    this.#receipts.set(receiptHandle, message);
    const record = {
      messageId: message.messageId,
      receiptHandle,
      body: message.body,
      attributes: { ApproximateReceiveCount: String(message.receives) },
      eventSource: "aws:sqs",
    };
    this.#options.consume({ Records: [record] } as unknown as SQSEvent, (end) => {
      const isDone = end.kind === "returned" && end.value.batchItemFailures.length === 0;
      if (!isDone) this.#deliverIn(message.hiddenForMs ?? this.#options.visibilityMs, message);
    });
  }
}
