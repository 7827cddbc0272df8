import { MERCHANT_TRANSITIONS } from "../core/access/domain/merchant.ts";
import { DELIVERY_TRANSITIONS } from "../core/events/domain/delivery.ts";
import type { Clauses } from "../core/foundation/store/expression.ts";
import type { Item, Write } from "../core/foundation/store/table.ts";
import { NOTIFICATION_TRANSITIONS } from "../core/notifications/domain/notification.ts";
import { ORDER_TRANSITIONS } from "../core/orders/domain/order.ts";
import { PAYMENT_TRANSITIONS, REFUND_TRANSITIONS } from "../core/payments/domain/payment.ts";
import { SAGA_TRANSITIONS } from "../core/payments/domain/saga.ts";
import { ACCOUNT_TRANSITIONS } from "../core/redemptions/domain/account.ts";
import { REDEMPTION_TRANSITIONS } from "../core/redemptions/domain/redemption.ts";
import type { Violation } from "../invariants/snapshot.ts";
import { type Circumstances, type RuleFaults, rowFaults } from "./row-rules.ts";
import type { Change, KeptChange } from "./shadow.ts";

type Moves = readonly { from: unknown; to: unknown }[];

const INBOX_MOVES: Moves = [
  { from: "RECEIVED", to: "APPLIED" },
  { from: "RECEIVED", to: "REFUSED" },
];
/** Of a saga's step; from all others there are many ways. */
const STEP_ENDS: readonly unknown[] = ["COMPENSATED", "SKIPPED", "FAILED"];
/** Written once: what was booked, promised and done stays as it was. */
const IMMUTABLE = /^(LEDGER|PLN|REF|USER|TPL)#|AUDIT#/;

const TABLES: readonly { key: RegExp; attribute: string; moves: Moves }[] = [
  { key: /^RDM#.* HEAD$/, attribute: "state", moves: REDEMPTION_TRANSITIONS },
  { key: /^ACC#.* HEAD$/, attribute: "status", moves: ACCOUNT_TRANSITIONS },
  { key: /^PAY#.* HEAD$/, attribute: "state", moves: PAYMENT_TRANSITIONS },
  { key: /^PAY#.* REFUND#/, attribute: "state", moves: REFUND_TRANSITIONS },
  { key: /^SAGA#.* HEAD$/, attribute: "state", moves: SAGA_TRANSITIONS },
  { key: /^ORDER#/, attribute: "state", moves: ORDER_TRANSITIONS },
  { key: /^TENANT#.* HEAD$/, attribute: "status", moves: MERCHANT_TRANSITIONS },
  { key: /^DLV#/, attribute: "state", moves: DELIVERY_TRANSITIONS },
  { key: /^NTF#.* HEAD$/, attribute: "state", moves: NOTIFICATION_TRANSITIONS },
  { key: /^INBOX#/, attribute: "state", moves: INBOX_MOVES },
];
/** Whoever holds one of these wrote under it; a larger one means that somebody has taken over since. */
const FENCES = ["epoch", "version", "fencingToken", "resumes"] as const;

/** What can be seen only at the moment of a write: I10 (fences grow, and no write carries an older one), I13 (moves), I18 (tenants). */
export function judgeWrite(change: Change, write: Write | undefined, circumstances: Circumstances = {}): Violation[] {
  const { key, before, after } = change;
  const name = write?.name ?? "a write";
  const broken = [
    ...ownerFaults(key, name, circumstances),
    ...(after ? [] : goneFaults(key, name)),
    ...(after ? moveFaults({ key, before, after }, name) : []),
    ...(after ? rowFaults({ key, before, after }, name, write?.kind === "put", circumstances) : []),
  ];
  return [
    ...(write ? judgeCheck(write, before, key) : []),
    ...broken.map(([invariant, detail]) => ({ invariant, subject: key, detail })),
  ];
}

/** What may be taken away; everything else is there for good. */
const PASSING = /^(OUT|LANE)#|^ENDPOINT#.* LIVE#/;

function* goneFaults(key: string, name: string): RuleFaults {
  if (!PASSING.test(key)) yield ["I13", `${name} took it away`];
}

function* ownerFaults(key: string, name: string, { tenantId }: Circumstances): RuleFaults {
  const owner = ownerIn(key);
  if (tenantId !== undefined && owner !== undefined && owner !== tenantId)
    yield ["I18", `${name} was done for ${tenantId}`];
}

function* moveFaults({ key, before, after }: KeptChange, name: string): RuleFaults {
  // A lane is one delivery's after the other, and the epoch in it is theirs.
  for (const fence of key.startsWith("LANE#") ? [] : FENCES) {
    const [was, is] = [before?.[fence], after[fence]];
    if (typeof was === "number" && typeof is === "number" && is < was)
      yield ["I10", `${name} turned ${fence} from ${was} back to ${is}`];
  }
  const table = TABLES.find((each) => each.key.test(key));
  const [from, to] = table ? [before?.[table.attribute], after[table.attribute]] : [];
  if (table && from !== undefined && from !== to && !table.moves.some((move) => move.from === from && move.to === to))
    yield ["I13", `${name} moved it from ${from} to ${to}`];
  if (/^SAGA#.* STEP#/.test(key) && STEP_ENDS.includes(before?.state) && before?.state !== after.state)
    yield ["I13", `${name} moved it out of ${before?.state}`];
  if (before && IMMUTABLE.test(key)) yield ["I13", `${name} changed it`];
}

/** I10: what a write, or a check beside one, was made under. */
export function judgeCheck(write: Write, row: Item | undefined, key = keyOf(write)): Violation[] {
  return FENCES.flatMap((fence) => {
    const [was, carried] = [row?.[fence], carriedIn(write.only, fence)];
    if (typeof was !== "number" || carried === undefined || carried >= was) return [];
    const detail = `${write.name} took effect under ${fence} ${carried}, which was ${was} by then`;
    return [{ invariant: "I10", subject: key, detail }];
  });
}

const keyOf = (write: Write): string => {
  const { pk, sk } = write.kind === "put" ? write.item : write.key;
  return `${pk} ${sk}`;
};

/** The value that a clause `<fence> = value` was made with, left out or not. */
function carriedIn(only: Clauses, fence: string): number | undefined {
  for (const fragment of Object.values(only)) {
    const seen: { attribute?: string; value?: unknown } = {};
    const text = fragment({
      name: (attribute) => {
        seen.attribute = attribute;
        return "#";
      },
      value: (value) => {
        seen.value = value;
        return ":";
      },
    });
    if (text === "# = :" && seen.attribute === fence && typeof seen.value === "number") return seen.value;
  }
  return undefined;
}

/** API keys are found before anybody knows whose they are, so that their rows name none. */
const OF_NOBODY = ["KEY", "KEYUSE", "TENANT"];

/** Keys name the entity, then the tenant; an inbox row names its channel in between. */
function ownerIn(key: string): string | undefined {
  const [entity, first, second] = key.split(" ")[0]?.split("#") ?? [];
  if (entity === undefined || OF_NOBODY.includes(entity)) return undefined;
  return entity === "INBOX" ? second : first;
}

/** Every condition that a write carries: what the mutation gate leaves out, one after the other. */
export function clausesOf(write: Pick<Write, "name" | "only">): string[] {
  return Object.keys(write.only).map((clause) => `${write.name}.${clause}`);
}
