import { readClosure } from "../../invariants/closures.ts";
import { findLocalViolations, INVARIANTS, type InvariantId } from "../../invariants/find-violations.ts";
import type { Row } from "../../invariants/rows.ts";
import { oncePerRun } from "../support/once-per-run.ts";
import { codeHistory } from "./codes/code-history.ts";
import { CODE_PLANTS } from "./codes/planted-code-violations.ts";
import { SpoiltCodes } from "./codes/spoilt-codes.ts";
import { healthyHistory } from "./healthy-history.ts";
import { readerOf, resourcesIn } from "./local-agreement.ts";
import { PURCHASE_PLANTS, purchaseHistory, SpoiltPurchases } from "./orders/planted-purchase-violations.ts";
import { paymentHistory } from "./payments/payment-history.ts";
import { PAYMENT_PLANTS } from "./payments/planted-payment-violations.ts";
import { SpoiltPayments } from "./payments/spoilt-payments.ts";
import { PLANTS, SpoiltWorld } from "./planted-violations.ts";
import {
  SpoiltWithdrawals,
  WITHDRAWAL_PLANTS,
  withdrawalHistory,
} from "./withdrawals/planted-withdrawal-violations.ts";

/** Rows of one resource that break an invariant, under a merchant of their own. */
export interface LocalPlant {
  invariant: InvariantId;
  tenantId: string;
  resourceId: string;
  rows: Row[];
}

/** Invariants that are judged from one resource, in part at least. */
export const LOCAL_INVARIANTS = (Object.keys(INVARIANTS) as InvariantId[]).filter((id) => "local" in INVARIANTS[id]);

type Spoilt = { snapshot: { main: readonly Row[] } };
type Plants<S extends Spoilt> = Partial<Record<InvariantId, [what: string, plant: (world: S) => unknown][]>>;

/** Of each kind of history, for each invariant that it can break locally, the first planted violation that breaks it. */
export const localPlants = (): Promise<LocalPlant[]> => oncePerRun("local-plants", makePlants);

async function makePlants(): Promise<LocalPlant[]> {
  const sets = [
    await plantsOf(PLANTS as Plants<SpoiltWorld>, await healthyHistory(), SpoiltWorld),
    await plantsOf(PAYMENT_PLANTS as Plants<SpoiltPayments>, await paymentHistory(), SpoiltPayments),
    await plantsOf(CODE_PLANTS as Plants<SpoiltCodes>, await codeHistory(), SpoiltCodes),
    await plantsOf(PURCHASE_PLANTS as Plants<SpoiltPurchases>, await purchaseHistory(), SpoiltPurchases),
    await plantsOf(WITHDRAWAL_PLANTS as Plants<SpoiltWithdrawals>, await withdrawalHistory(), SpoiltWithdrawals),
  ];
  return sets.flat().map((plant, n) => moved(plant, `plant-${n}`));
}

async function plantsOf<H, S extends Spoilt>(plants: Plants<S>, history: H, World: new (history: H) => S) {
  const found: LocalPlant[] = [];
  for (const invariant of LOCAL_INVARIANTS) {
    for (const [, plant] of plants[invariant] ?? []) {
      const world = new World(history);
      plant(world);
      const broken = await firstBroken(world.snapshot.main, invariant);
      if (!broken) continue;
      found.push({ invariant, tenantId: "acme", ...broken });
      break;
    }
  }
  return found;
}

async function firstBroken(main: readonly Row[], invariant: InvariantId) {
  for (const resourceId of resourcesIn(main)) {
    const closure = await readClosure(readerOf(main), resourceId);
    const own = findLocalViolations(closure).filter((found) => found.invariant === invariant);
    if (own.length > 0) return { resourceId, rows: [...new Set(closure.rows)] };
  }
  return undefined;
}

/** To another merchant: several of them spoil the same resource. */
function moved({ invariant, resourceId, rows }: LocalPlant, tenantId: string): LocalPlant {
  const rename = (value: unknown): unknown => {
    if (typeof value === "string") return value.replaceAll("acme", tenantId);
    if (Array.isArray(value)) return value.map(rename);
    if (value instanceof Uint8Array || value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rename(each)]));
  };
  return { invariant, tenantId, resourceId: String(rename(resourceId)), rows: rows.map((row) => rename(row) as Row) };
}
