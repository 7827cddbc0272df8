/** How a merchant's server takes a webhook; the plainest comes first. */
export const RECEIVERS = {
  good: { why: "takes each and says so" },
  down: { why: "cannot be reached at first, for minutes", downTries: 3 },
  out: { why: "cannot be reached for a day", downTries: 8 },
  late: { why: "takes it, and answers when nobody listens any more; a few times", lateTries: 2 },
  lying: { why: "takes it and says that it did not; a few times", lyingTries: 3 },
  busy: { why: "asks to come later, at first", busyTries: 2 },
  broken: { why: "says 500 to everything, for ever" },
  gone: { why: "says that there is nothing any more" },
} as const satisfies Record<string, Receiver>;
export type ReceiverKind = keyof typeof RECEIVERS;

interface Receiver {
  why: string;
  downTries?: number;
  lateTries?: number;
  lyingTries?: number;
  busyTries?: number;
}

/** A try as the receiver saw it. `status` undefined: no answer of its arrived in time. */
export interface Receipt {
  url: string;
  eventId: string;
  at: number;
  status: number | undefined;
  body: string;
  headers: Readonly<Record<string, string>>;
}

export interface Received {
  /** `undefined`: none in time. */
  status: number | undefined;
  retryAfterMs?: number;
}

const COME_AGAIN_MS = 20_000;

/** Merchants' servers, one for each address: what reached them is the truth that deliveries are judged by. */
export class ReceiversModel {
  readonly receipts: Receipt[] = [];
  /** Tries that an address did not let through, too. */
  readonly #tries = new Map<string, number>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The address names what its server is like. */
  static urlOf(kind: ReceiverKind, n: number): string {
    return `https://${kind}-${n}.example/hooks`;
  }

  receive(url: string, headers: Readonly<Record<string, string>>, body: string): Received {
    const kind = /^https:\/\/(\w+)-\d+\./.exec(url)?.[1] as ReceiverKind | undefined;
    if (kind === undefined || !(kind in RECEIVERS)) throw new Error(`no such receiver: ${url}`);
    const tries = (this.#tries.get(url) ?? 0) + 1;
    this.#tries.set(url, tries);
    const { downTries = 0, lateTries = 0, lyingTries = 0, busyTries = 0 }: Receiver = RECEIVERS[kind];
    if (tries <= downTries) return { status: undefined };
    const answered = answer(kind, {
      isLate: tries <= lateTries,
      isLying: tries <= lyingTries,
      isBusy: tries <= busyTries,
    });
    const eventId = headers["webhook-id"] ?? "";
    this.receipts.push({ url, eventId, at: this.#clock(), status: answered.status, body, headers });
    return answered;
  }
}

function answer(
  kind: ReceiverKind,
  { isLate, isLying, isBusy }: { isLate: boolean; isLying: boolean; isBusy: boolean },
): Received {
  if (isLate) return { status: undefined };
  if (isBusy) return { status: 429, retryAfterMs: COME_AGAIN_MS };
  if (isLying || kind === "broken") return { status: 500 };
  return { status: kind === "gone" ? 410 : 204 };
}
