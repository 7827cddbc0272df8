import { codeKey, codeUseKey } from "../../../core/codes/store/keys.ts";
import type { Grant } from "../../../core/orders/domain/grants.ts";
import type { ClientCall, Row } from "../../../invariants/snapshot.ts";
import type { CodeHistory, UseName } from "./code-history.ts";

/** A copy of the healthy world of codes, to be spoilt. */
export class SpoiltCodes {
  readonly snapshot: {
    main: Row[];
    announced: Row[];
    transient: Row[];
    effects: { exchange: []; channel: [] };
    calls: ClientCall[];
  };
  readonly #uses: CodeHistory["uses"];

  constructor({ snapshot, uses }: CodeHistory) {
    this.snapshot = structuredClone(snapshot) as unknown as SpoiltCodes["snapshot"];
    this.#uses = uses;
  }

  row(pk: string, sk = "HEAD"): Row {
    return the(this.snapshot.main.find((row) => row.pk.startsWith(pk) && row.sk.startsWith(sk)));
  }

  /** An outbox row, as it was written. */
  message(subjectId = ""): Row {
    return the(this.snapshot.announced.find(({ pk }) => pk.startsWith(`OUT#acme#${subjectId}`)));
  }

  unsay(message: Row): void {
    this.snapshot.announced.splice(this.snapshot.announced.indexOf(message), 1);
  }

  /** Nobody has sent it, and taken it away. */
  leave(message: Row, change: Partial<Row> = {}): void {
    this.snapshot.main.push({ ...structuredClone(message), ...change });
  }

  use = (name: UseName) => this.row(codeUseKey("acme", String(this.#uses[name].codeRedemptionId)).pk);
  order = (name: UseName) => this.row(`ORDER#acme#${this.use(name).orderId}`);
  subscription = (name: UseName) => this.row(`SUB#acme#${this.use(name).subscriptionId}`);
  grants = (name: UseName) => this.subscription(name).grants as Grant[];
  code = (name: UseName, slot = 0) => this.row(codeKey("acme", String(this.use(name).codeId), slot).pk);
  job = (name: UseName) => this.row(`JOB#acme#${this.code(name).jobId}`);
  campaign = (name: UseName) => this.row(`CAMPAIGN#acme#${this.use(name).campaignId}`);
  offer = (name: UseName) => this.row(`OFFER#acme#${this.use(name).offerId}`);
  stock = (name: UseName) => this.row(`STOCK#acme#${this.use(name).offerId}#${this.use(name).stockSlot}`);
  quota = (name: UseName) => this.row(`QUOTA#acme#${this.use(name).offerId}#${this.use(name).userMark}`);
  user = (name: UseName) => this.row(`USER#acme#${this.use(name).userMark}`);

  /** More or less than it says, of a number. */
  add(row: Row, change: Record<string, number>): void {
    for (const [name, by] of Object.entries(change)) row[name] = Number(row[name]) + by;
  }

  again(row: Row, change: Partial<Row>): void {
    this.snapshot.main.push({ ...structuredClone(row), ...change });
  }

  remove(row: Row): void {
    this.snapshot.main.splice(this.snapshot.main.indexOf(row), 1);
  }
}

function the<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("the healthy history lacks what this test spoils");
  return found;
}
