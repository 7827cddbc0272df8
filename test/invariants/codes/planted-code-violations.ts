import { holdingOf } from "../../../core/orders/domain/subscription.ts";
import type { InvariantId } from "../../../invariants/find-violations.ts";
import type { UseName } from "./code-history.ts";
import type { SpoiltCodes } from "./spoilt-codes.ts";

type Plant = [what: string, plant: (world: SpoiltCodes) => void];

/** What breaks each invariant that codes can break. */
export const CODE_PLANTS: Partial<Record<InvariantId, Plant[]>> = {
  I33: [
    ["a use that names whom it was to forget", (w) => forget(w, "first")],
    ["a use that names nobody and is listed", (w) => Reflect.deleteProperty(w.use("first"), "userId")],
    ["an order that names somebody whose list lacks it", (w) => Reflect.deleteProperty(w.order("first"), "ownerPk")],
    [
      "a subscription that runs for nobody knows whom",
      (w) => Object.assign(w.subscription("longer"), { userId: undefined }),
    ],
  ],
  I5: [
    ["a use more than there are", (w) => w.add(w.code("first"), { remaining: -1 })],
    ["a use given back twice", (w) => w.add(w.code("back"), { remaining: 1 })],
    ["a use that its code does not count", (w) => w.add(w.code("second", 1), { remaining: 1 })],
    ["a use that was lost", (w) => w.remove(w.use("first"))],
    ["a slot that was lost", (w) => w.remove(w.code("second", 1))],
    ["a use taken back without its slot", (w) => Object.assign(w.use("first"), { state: "REVERSED" })],
    ["a use counted in another slot", (w) => Object.assign(w.use("first"), { codeSlot: 1 })],
    ["a use of no slot", (w) => w.again(w.use("first"), { pk: "CODEUSE#acme#x", codeSlot: 2 })],
    ["a slot with more than its share", (w) => w.add(w.code("first"), { limit: 1, remaining: 1 })],
    ["a slot with less than nothing", (w) => w.add(w.code("longer"), { limit: -1, remaining: -1 })],
    ["a use of a code that nobody made", (w) => w.remove(w.code("longer"))],
  ],
  I6: [
    ["a use without its order", (w) => w.remove(w.order("first"))],
    ["an order whose use was lost", (w) => w.remove(w.use("first"))],
    ["an order of no use", (w) => w.again(w.order("back"), { pk: "ORDER#acme#x", orderId: "x" })],
    ["a use whose order was cancelled", (w) => Object.assign(w.order("first"), { state: "CANCELLED" })],
    ["a use taken back whose order stands", (w) => Object.assign(w.order("back"), { state: "FINISHED" })],
    ["a use taken back that was not", (w) => Object.assign(w.use("back"), { state: "SUCCEEDED" })],
    ["a use that granted nothing", (w) => granted(w, "longer", (grants) => grants.slice(0, -1))],
    ["a use that granted twice", (w) => granted(w, "longer", (grants) => [...grants, ...grants.slice(-1)])],
    [
      "a use taken back that still grants",
      (w) => {
        const { orderId } = w.use("back");
        granted(w, "second", (grants) => grants.map((grant) => ({ ...grant, orderId })));
      },
    ],
    [
      "a grant of nobody's",
      (w) => granted(w, "first", (grants) => [...grants, { ...grants[0], orderId: "ord_acme_0" } as never]),
    ],
    [
      "one grant in two subscriptions",
      (w) => granted(w, "again", (grants) => [...grants, { ...w.grants("second")[0] } as never]),
    ],
    ["a code used twice by one user", (w) => w.again(w.use("first"), { pk: "CODEUSE#acme#x", isNew: false })],
    ["a second first order", (w) => Object.assign(w.use("longer"), { isNew: true })],
    ["a user without a first order", (w) => Object.assign(w.use("first"), { isNew: false })],
    ["a first order that was not noted", (w) => w.remove(w.user("first"))],
    [
      "a first order that was another's",
      (w) => Object.assign(w.user("first"), { firstOrderId: w.use("longer").orderId }),
    ],
    [
      "a first order that is new again after it was taken back",
      (w) => Object.assign(w.use("lastBack"), { isNew: false }),
    ],
  ],
  I7: [
    ["stock sold that nobody has", (w) => w.add(w.stock("first"), { remaining: -1 })],
    ["stock given back twice", (w) => w.add(w.stock("back"), { remaining: 1 })],
    ["stock that is neither free nor used", (w) => w.add(w.stock("first"), { reserved: 1 })],
    ["stock of a limit that is not the offer's", (w) => w.add(w.stock("first"), { limit: 1, remaining: 1 })],
    ["an offer with another limit", (w) => w.add(w.offer("first"), { stockLimit: 1 })],
    ["a slot of stock that was lost", (w) => w.remove(w.stock("first"))],
    ["less than nothing reserved", (w) => w.add(w.stock("first"), { reserved: -1, remaining: 1 })],
    ["less than nothing free", (w) => oversold(w)],
    ["a use that took no stock", (w) => Reflect.deleteProperty(w.use("first"), "stockSlot")],
    [
      "a use of no slot of the stock",
      (w) => w.again(w.use("first"), { pk: "CODEUSE#acme#x", codeId: "cod_acme_0", stockSlot: 9 }),
    ],
    ["one held more than is counted", (w) => w.add(w.quota("piece"), { held: -1 })],
    ["one counted more than is held", (w) => w.add(w.quota("piece"), { held: 1 })],
    ["one given back twice", (w) => w.add(w.quota("pieceBack"), { held: -1 })],
    ["a count that was lost", (w) => w.remove(w.quota("piece"))],
    ["more than one user may hold", (w) => w.add(w.offer("piece"), { perUserLimit: -1 })],
    ["one revoked that is still counted", (w) => Object.assign(w.subscription("piece"), { isRevoked: true })],
  ],
  I12: [
    ["a job that nobody comes for", (w) => Object.assign(w.job("first"), { state: "RUNNING" })],
    ["a finished job that is due", (w) => Object.assign(w.job("first"), { duePk: "JOB#0", dueAt: 1 })],
    [
      "a job due where no sweeper reads",
      (w) => Object.assign(w.job("first"), { state: "RUNNING", duePk: "JOB#9", dueAt: 1 }),
    ],
  ],
  I15: [
    ["a code that its job says is done and is not there", (w) => w.remove(w.code("longer"))],
    ["a job that says less than is done", (w) => w.add(w.job("longer"), { cursor: -1 })],
    ["a refused code that was made", (w) => Object.assign(w.job("own"), { errors: [{ index: 0 }] })],
    ["a code with another job's number", (w) => w.again(w.code("longer"), { pk: "CODE#acme#x", codeId: "x", n: 99 })],
    ["a code of no job", (w) => w.again(w.code("longer"), { pk: "CODE#acme#x", codeId: "x", jobId: "job_acme_0" })],
    ["a code counted twice", (w) => w.add(w.campaign("longer"), { codesIssued: 1 })],
    ["numbers that nobody took", (w) => w.add(w.campaign("longer"), { nextN: 1 })],
    ["a job that was answered and is not there", (w) => w.remove(w.job("first"))],
    ["an offer that was answered and is not there", (w) => w.remove(w.offer("first"))],
    ["a campaign that was answered and is not there", (w) => w.remove(w.campaign("first"))],
    ["a use that was answered and is not there", (w) => w.remove(w.use("first"))],
    ["a subscription that was answered and is not there", (w) => w.remove(w.subscription("first"))],
  ],
  I16: [["a job's message that was never sent", (w) => w.leave(w.message(w.job("first").jobId as string))]],
  I19: [
    ["a job that never ends", (w) => Object.assign(w.job("first"), { state: "RUNNING" })],
    ["a job that failed", (w) => Object.assign(w.job("first"), { state: "FAILED" })],
  ],
  I23: [
    ["a subscription that ends later than its grants", (w) => w.add(w.subscription("longer"), { endsAt: 1 })],
    ["a subscription that begins before its grants", (w) => w.add(w.subscription("longer"), { startsAt: -1 })],
    ["a grant that made nothing longer", (w) => w.grants("longer").push({ ...w.grants("longer")[0] } as never)],
    ["a grant taken out that left its time", (w) => w.grants("longer").pop()],
    ["a revoked one with grants", (w) => Object.assign(w.subscription("longer"), { isRevoked: true })],
    ["one without grants that is not revoked", (w) => Object.assign(w.subscription("lastBack"), { isRevoked: false })],
  ],
};

/** Other grants, and the times that they come to. */
function granted(
  world: SpoiltCodes,
  name: UseName,
  change: (grants: ReturnType<SpoiltCodes["grants"]>) => object[],
): void {
  const grants = change(world.grants(name)) as ReturnType<SpoiltCodes["grants"]>;
  Object.assign(world.subscription(name), holdingOf(grants));
}

/** One use more than there was stock, and the numbers agree. */
function oversold(world: SpoiltCodes): void {
  const stock = world.stock("first");
  const { remaining } = stock;
  world.add(stock, { limit: -Number(remaining) - 1, remaining: -Number(remaining) - 1 });
  world.add(world.offer("first"), { stockLimit: -Number(remaining) - 1 });
}

/** Long after all that there is, somebody has its user forgotten, and it stays as it is. */
function forget(world: SpoiltCodes, name: UseName): void {
  const { userMark } = world.use(name);
  world.again(world.user(name), {
    pk: `FORGOTTEN#acme#${userMark}`,
    sk: "AUDIT#1",
    at: Number.MAX_SAFE_INTEGER,
    detail: { isComplete: true },
  });
}
