import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "@jest/globals";
import { prepare, type Run, run } from "./killable.ts";
import { startPaymentApi } from "./payment-api.ts";

const PROGRAM = resolve(import.meta.dirname, "../../examples/checkout/checkout.js");

/** A shop with the example's checkout, as a thread or as a process of its own. */
export async function openShop() {
  const api = await startPaymentApi();
  const folder = mkdtempSync(join(tmpdir(), "tender-checkout-"));
  const program = { thread: prepare(PROGRAM, folder, "thread"), process: prepare(PROGRAM, folder, "process") };
  const env = { TENDER_API_KEY: "tk_demo", TENDER_URL: api.url, SHOP_ORDERS: join(folder, "orders") };
  const kept = (name: string) => readFileSync(join(folder, "orders", name), "utf8");
  const paymentsOf = async (orderNo: string) => (await api.world.payments()).filter((each) => each.orderNo === orderNo);
  return {
    api,
    paymentsOf,
    checkout: (orderNo: string, atLine = 0, amount = "1000"): Run =>
      run(program.thread, [orderNo, amount, "USD"], env, atLine),
    /** Ended by SIGKILL at this line: `false`. */
    async checkoutProcess(orderNo: string, atLine = 0): Promise<boolean> {
      const options: SpawnOptions = {
        env: { ...env, KILL_AT: String(atLine) },
        stdio: ["ignore", "ignore", "inherit"],
      };
      const [code, signal] = await once(
        spawn(process.execPath, [program.process, orderNo, "1000", "USD"], options),
        "exit",
      );
      if (signal !== "SIGKILL") expect(code).toBe(0);
      return signal === null;
    },
    async assertPaidOnce(orderNo: string): Promise<void> {
      const payments = await paymentsOf(orderNo);
      expect([orderNo, payments.map(({ state }) => state)]).toEqual([orderNo, ["SUCCEEDED"]]);
      const [{ paymentId = "" } = {}] = payments;
      expect(JSON.parse(kept(`${orderNo}.json`))).toMatchObject({ status: "DELIVERED", paymentId });
      expect(kept(`${orderNo}.delivered`)).toBe(paymentId);
    },
    async close(): Promise<void> {
      await api.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
