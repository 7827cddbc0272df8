import { normaliseTyped } from "../../core/codes/domain/code-text.ts";
import { createCampaign } from "../../core/codes/services/campaigns.ts";
import { createCodes } from "../../core/codes/services/code-jobs.ts";
import { makeCodes } from "../../core/codes/services/code-making.ts";
import { exportCodes } from "../../core/codes/services/codes.ts";
import { useCode } from "../../core/codes/services/use-code.ts";
import { type CodeRef, readCode, readCodeSlots } from "../../core/codes/store/code-store.ts";
import { atMost } from "../../core/foundation/services/at-most.ts";
import type { Answer, Caller } from "../../core/foundation/services/deps.ts";
import type { Write } from "../../core/foundation/store/table.ts";
import { SLOTS_MAX } from "../../core/orders/domain/slots.ts";
import { createOffer } from "../../core/orders/services/offers.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { benchDeps, idIn, newKey, request, TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import { ASSUMED, addUp, checkEvents, consumedBy, gb, told } from "./capacity.ts";
import { interleave, ms } from "./measure.ts";
import type { Report } from "./report.ts";

const ROUNDS = 300;
/** Key, use, slot, order, subscription, its pointer, the user's first order, three events. */
const ROWS_WRITTEN = 10;
const USES_PER_CODE = 10_000;
const GENERATED = 3_000;
/** One part of a job. */
const PASS = 500;
/** Conditional puts under way at once: fewer or more are not faster here. */
const PUTS_AT_ONCE = 32;
/**
 * Codes are inserted 25 a request, each under its own condition and at the price of a put. What is left is the engine's own work
 * (a commit, a stream record, an index entry a code), which is one after the other and the same for a put: 0.6 to 1 ms.
 * Transactions would commit a hundred at once, and cost twice as much at AWS.
 */
const GENERATED_HERE =
  "The engine commits one code after the other: 0.6 to 1 ms of one processor each, however they are sent; see the ratio above.";
const MERCHANT: Caller = { kind: "tenant", tenantId: TENANT, keyId: "BENCH" };
const ROUTE = "POST /v1/code-redemptions";

/** A use against the bare transaction of its items, its replay, its cost; making codes; how the uses of one code spread. */
export async function benchCodes(tables: BenchTables, report: Report): Promise<void> {
  const deps = benchDeps(tables);
  const campaignId = await campaign(deps, USES_PER_CODE);
  await make(deps, campaignId, 1);
  const [code = ""] = await codesOf(deps, campaignId, 1);
  let users = 0;
  const newUse = () => ({ key: newKey(), body: { code, userId: `user-${++users}` } });
  const use = ({ key, body }: ReturnType<typeof newUse>) => useCode(deps, request(ROUTE, body, key), TENANT, body);
  const known = newUse();
  await use(known);
  const { ours, bare, replay } = await interleave(ROUNDS, tables.meter, {
    ours: { prepare: newUse, run: use },
    bare: {
      prepare: () => writesOf(deps, use, newUse()),
      run: (writes: Write[]) => deps.tables.transact(writes),
    },
    replay: { prepare: () => known, run: use },
  });
  report.check("a use, requests", ours.requests, { atMost: 3, gate: true });
  report.check("its replay, requests", replay.requests, { atMost: 1, gate: true });
  report.check("a use, p50 against the bare transaction of the same items", ours.p50 / bare.p50, {
    atMost: 2,
    unit: " x",
    beside: ms(ours.p50),
    why: "Two reads go before the transaction; the engine answers each within a millisecond.",
  });
  const units = await consumedBy(tables, () => use(newUse()));
  report.note("a use", told(units));
  checkEvents(report, "a use", units, 3);
  const gbSeconds = ASSUMED.httpSeconds * gb("codes-api");
  addUp(report, "a million uses of codes", { ...units, gbSeconds, invocations: 1 });
  await spread(deps, code, report);
  await generation(tables, deps, report);
}

/** What something would write, caught before it is written. */
export async function writesOf(deps: AllDeps, use: (one: never) => Promise<Answer>, one: object): Promise<Write[]> {
  const { transact } = deps.tables;
  let caught: Write[] = [];
  deps.tables.transact = async (writes) => {
    caught = [...writes];
    return { committed: true };
  };
  await use(one as never).finally(() => {
    deps.tables.transact = transact;
  });
  return caught;
}

/** The slots' own counters say where the uses went. */
async function spread(deps: AllDeps, code: string, report: Report): Promise<void> {
  const ref: CodeRef = { tenantId: TENANT, codeId: deps.vault.codeId(TENANT, normaliseTyped(code)) };
  const row = await readCode(deps.tables, ref);
  if (!row) throw new Error("the code of this bench is not there");
  const taken = (await readCodeSlots(deps.tables, row)).map(({ limit, remaining }) => limit - remaining);
  const uses = taken.reduce((sum, slot) => sum + slot, 0);
  // Beside its slot a use writes rows that are its own alone.
  const share = Math.max(...taken) / (ROWS_WRITTEN * uses);
  report.check("of all writes of a code with 10,000 uses, the busiest row takes", share, {
    atMost: 1 / SLOTS_MAX,
    gate: true,
    digits: 4,
  });
}

async function generation(tables: BenchTables, deps: AllDeps, report: Report): Promise<void> {
  const puts = await putsOf(deps, await campaign(deps, 1));
  const campaignId = await campaign(deps, 1);
  const bare: Spent[] = [];
  const made: Spent[] = [];
  // In turn, so that whatever else the machine does meets both.
  for (let from = 0; from < GENERATED; from += PASS) {
    const some = puts.slice(from, from + PASS);
    bare.push(await spentOn(() => atMost(PUTS_AT_ONCE, some, (one) => deps.tables.write(one))));
    made.push(await spentOn(() => make(deps, campaignId, PASS)));
  }
  const [seconds, processor] = [sum(made, "seconds"), sum(made, "processor")];
  const { requests, writes, indexWrites } = await consumedBy(tables, () => make(deps, campaignId, PASS));
  report.check("making codes, requests a code", requests / PASS, { atMost: 0.1, gate: true });
  report.check("making codes, writes a code", (writes - indexWrites) / PASS, { atMost: 1.1, gate: true });
  report.check(
    "making codes, its own processor time against the bare puts of the same rows",
    processor / sum(bare, "processor"),
    {
      atMost: 0.5,
      gate: true,
      unit: " x",
      beside: ms((1000 * processor) / GENERATED),
    },
  );
  report.check("making codes, time against the same", seconds / sum(bare, "seconds"), {
    atMost: 1,
    unit: " x",
    why: GENERATED_HERE,
  });
  report.check("making codes, a second", GENERATED / seconds, { atLeast: 1500, digits: 0, why: GENERATED_HERE });
}

/** Seconds of the clock, and of this process's processors: what else the machine does stretches the first alone. */
interface Spent {
  seconds: number;
  processor: number;
}

const sum = (parts: readonly Spent[], of: keyof Spent) => parts.reduce((total, part) => total + part[of], 0);

async function spentOn(run: () => Promise<unknown>): Promise<Spent> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  await run();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - startedAt) / 1000, processor: (user + system) / 1_000_000 };
}

type Put = Parameters<AllDeps["tables"]["insert"]>[0][number];

/** What making codes would write, caught before it is written. */
async function putsOf(deps: AllDeps, campaignId: string): Promise<Put[]> {
  const { insert } = deps.tables;
  const caught: Put[] = [];
  deps.tables.insert = async (some) => {
    caught.push(...some);
    return some.map(() => true);
  };
  await make(deps, campaignId, GENERATED).finally(() => {
    deps.tables.insert = insert;
  });
  return caught;
}

async function campaign(deps: AllDeps, usesPerCode: number): Promise<string> {
  const offer = { name: "Bench", price: { amount: 1000, currency: "USD" }, onRepeat: "extend" } as const;
  const period = { unit: "month", count: 1 } as const;
  const offerId = idIn(
    await createOffer(deps, request("POST /v1/offers", {}), TENANT, { ...offer, period }),
    "offerId",
  );
  const body = { name: "Bench", offerId, usesPerCode };
  return idIn(await createCampaign(deps, request("POST /v1/campaigns", body), TENANT, body), "campaignId");
}

async function make(deps: AllDeps, campaignId: string, count: number): Promise<void> {
  const asked = request("POST /v1/campaigns/{id}/codes", { count });
  const jobId = idIn(await createCodes(deps, asked, MERCHANT, campaignId, { count }), "jobId");
  await makeCodes(deps, { tenantId: TENANT, jobId }, () => Number.POSITIVE_INFINITY);
}

async function codesOf(deps: AllDeps, campaignId: string, count: number): Promise<string[]> {
  const csv = await exportCodes(deps, MERCHANT, campaignId, { from: 0, count });
  return csv
    .split("\r\n")
    .slice(1, -1)
    .map((line) => line.split(",")[0] as string);
}
