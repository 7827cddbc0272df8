import { createHash } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Account } from "../../core/redemptions/domain/account.ts";
import type { Plan } from "../../core/redemptions/domain/plan.ts";
import type { Redemption } from "../../core/redemptions/domain/redemption.ts";
import { acquireAccount } from "../../core/redemptions/services/account-selection.ts";
import { add, release } from "../../core/redemptions/store/account-store.ts";
import { redemptionKey } from "../../core/redemptions/store/keys.ts";
import { benchDeps } from "./bench-deps.ts";
import { NAMES, openTables } from "./bench-tables.ts";
import { interleave, ms } from "./measure.ts";
import type { Report } from "./report.ts";
import { seed } from "./seeded.ts";

const FEW = 100;
const MANY = 100_000;
const ROUNDS = 400;
const FILE = "selection.db";

/** Leasing an account out of a hundred and out of a hundred thousand, in one table, in turn. */
export async function benchSelection(folder: string, report: Report): Promise<void> {
  const accounts = (tenantId: string, count: number) =>
    Array.from({ length: count }, (_, index) => freeAccount(tenantId, index));
  seed(folder, FILE, [...accounts("few", FEW), ...accounts("many", MANY)]);
  const tables = await openTables(folder, FILE, false);
  const deps = benchDeps(tables);
  let made = 0;
  const variant = (tenantId: string) => {
    const plan = { tenantId, planId: `pln_${tenantId}`, country: "US", target: { amount: 1, currency: "USD" } } as Plan;
    let last: Awaited<ReturnType<typeof acquireAccount>> | undefined;
    return {
      prepare: async () => {
        // What was leased in the last round is free again.
        if (last?.kind === "acquired") await deps.tables.transact([release(last.lease, Date.now())]);
        const redemption = { tenantId, redemptionId: `rdm_${tenantId}_${++made}`, state: "CLAIMED", epoch: 1 };
        const Item = { ...redemptionKey(redemption), ...redemption };
        await tables.client.send(new PutCommand({ TableName: NAMES.main, Item }));
        return redemption as Redemption;
      },
      run: async (redemption: Redemption) => {
        last = await acquireAccount(deps, redemption, plan, Date.now());
        if (last.kind !== "acquired") throw new Error("no account was free");
      },
    };
  };
  try {
    const { few, many } = await interleave(ROUNDS, tables.meter, { few: variant("few"), many: variant("many") });
    const [requests, time] = [many.requests / few.requests, many.p50 / few.p50];
    report.check(`leasing one of ${MANY} against one of ${FEW}, requests`, requests, {
      atMost: 1.2,
      unit: " x",
      gate: true,
      beside: `${many.requests.toFixed(1)} against ${few.requests.toFixed(1)}`,
    });
    report.check(`leasing one of ${MANY} against one of ${FEW}, p50`, time, {
      atMost: 1.2,
      unit: " x",
      beside: `${ms(many.p50)} against ${ms(few.p50)}`,
      why: "The engine keeps an index in SQLite: a deeper tree over a file of some hundred MB costs it page reads that DynamoDB's partitions do not.",
    });
  } finally {
    await tables.stop();
  }
}

function freeAccount(tenantId: string, index: number) {
  const unique = createHash("md5").update(`${tenantId} ${index}`).digest("hex").toUpperCase().slice(0, 26);
  const account: Account = {
    tenantId,
    accountId: `acc_${tenantId}_${unique}`,
    country: "US",
    currency: "USD",
    loginStatus: "ACTIVE",
    status: "WAITING",
    balance: 0,
    fencingToken: 0,
    createdAt: 0,
    updatedAt: 0,
    stateSk: unique,
  };
  const write = add(account);
  return write.kind === "put" ? write.item : {};
}
