import { atMost } from "../../core/foundation/services/at-most.ts";
import type { StateMachine } from "../../local/step-functions/state-machine.ts";
import { TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import { interleave, type Measured, ms, quantile } from "./measure.ts";
import { type Accepted, driveByLoop, PaymentPath } from "./payment-path.ts";
import { payPlainly } from "./plain-payment.ts";
import type { Report } from "./report.ts";

const ROUNDS = 100;
/** Long enough to be told from noise, short enough for the bench. */
const CHANNEL_MS = 10;
const ACCEPT_AT_ONCE = 16;
const AT_ONCE = [1, 8, 32];
/** A rate is measured over so many payments, or over what is done in this time. */
const PAYMENTS = 128;
const BUDGET_MS = 3000;

/** What the saga adds to the calls that it makes, and how many run at once. */
export async function benchPayments(
  tables: BenchTables,
  machine: StateMachine,
  folder: string,
  report: Report,
): Promise<void> {
  const slow = new PaymentPath(tables, machine, folder, CHANNEL_MS);
  const fast = new PaymentPath(tables, machine, folder, 0);
  try {
    await benchOverhead(tables, slow, report);
    await benchThroughput(fast, report);
  } finally {
    slow.machine.close();
    fast.machine.close();
  }
}

async function benchOverhead({ meter }: BenchTables, path: PaymentPath, report: Report): Promise<void> {
  const inCalls: number[] = [];
  const prepare = () => path.accept();
  const { saga, loop, plain } = await interleave(ROUNDS, meter, {
    saga: {
      prepare,
      run: async (payment: Accepted) => {
        const before = path.channel.waitedMs;
        await path.drive(payment);
        inCalls.push(path.channel.waitedMs - before);
      },
    },
    loop: { prepare, run: (payment: Accepted) => driveByLoop(path.deps, payment) },
    plain: { prepare, run: ({ paymentId }: Accepted) => payPlainly(path.deps, TENANT, paymentId) },
  });
  const calls = inCalls.slice(-ROUNDS);
  const own = saga.times.map((took, round) => took - (calls[round] ?? Number.NaN));
  const callsMs = quantile(calls, 0.5);
  const both = ({ p50, p95 }: Measured) => `${ms(p50)}, p95 ${ms(p95)}`;
  const why = `${saga.requests - plain.requests} reads and writes more than the plain function, nearly all of it CPU time of this machine, which the engine shares: on a busy one they take several times as long. Run it again on a quiet one.`;
  report.note("its calls to the channel, p50", `${ms(callsMs)}, p95 ${ms(quantile(calls, 0.95))}`);
  report.note(
    "saga on the local Step Functions, its functions in this process, p50",
    `${both(saga)}, ${saga.requests} requests`,
  );
  report.note("its tasks in a loop, without Step Functions, p50", `${both(loop)}, ${loop.requests} requests`);
  report.note("one plain function, p50 (the floor)", `${both(plain)}, ${plain.requests} requests`);
  report.check("saga overhead: what is not its calls, p50", quantile(own, 0.5), {
    atMost: 100,
    unit: " ms",
    beside: `the plain function's ${ms(plain.p50 - callsMs)}`,
    why,
  });
  report.check("saga overhead, p95", quantile(own, 0.95), { atMost: 100, unit: " ms", why });
  report.note(
    "  not in it",
    "Step Functions' and Lambda's own time for each state, cold starts, the network: this machine has none of them",
  );
}

async function benchThroughput(path: PaymentPath, report: Report): Promise<void> {
  for (const atOnce of AT_ONCE) {
    const sagas = await rate(path, atOnce, (payment) => path.drive(payment));
    const plain = await rate(path, atOnce, ({ paymentId }) => payPlainly(path.deps, TENANT, paymentId));
    report.note(
      `sagas, ${atOnce} at once`,
      `${sagas.toFixed(0)} payments/s (the plain function: ${plain.toFixed(0)} payments/s)`,
    );
  }
  report.note(
    "  read with care",
    "accepting is not in it; the limit is this machine's processors, which the engine shares; on AWS, settlements of one merchant at the same moment wait for its wallet's row, which the engine never refuses",
  );
}

/** Payments per second, accepted before, of a channel that answers at once. */
async function rate(path: PaymentPath, atOnce: number, drive: (payment: Accepted) => Promise<void>): Promise<number> {
  const payments = await atMost(ACCEPT_AT_ONCE, Array.from({ length: PAYMENTS }), () => path.accept());
  globalThis.gc?.();
  const startedAt = performance.now();
  const done = await atMost(atOnce, payments, async (payment) => {
    if (performance.now() - startedAt > BUDGET_MS) return false;
    await drive(payment);
    return true;
  });
  return (done.filter(Boolean).length / (performance.now() - startedAt)) * 1000;
}
