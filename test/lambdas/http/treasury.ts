import { creditWallet } from "../../../core/money/store/wallet-store.ts";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";

/** Two merchants with money, one of them with a destination, and an operator, over the functions as deployed. */
export class Treasury {
  readonly deployed: Deployed;
  readonly merchant: string;
  readonly other: string;
  destinationId = "";
  #keys = 0;
  #numbers = 0;

  private constructor(deployed: Deployed, other: string) {
    this.deployed = deployed;
    this.merchant = deployed.keys.treasurer;
    this.other = other;
  }

  static async create(): Promise<Treasury> {
    const deployed = await deploy();
    const treasury = new Treasury(deployed, await deployed.keyFor("globex", "withdrawals"));
    for (const tenantId of ["acme", "globex"]) await deployed.door.transact([creditWallet(tenantId, "USD", 10 ** 12)]);
    const account = { provider: "sandbox", account: "pd_ok_1234567", holder: "A – Ｂ", label: "Main" };
    treasury.destinationId = (await treasury.call("POST /v1/payout-destinations", account)).json.destinationId;
    return treasury;
  }

  readonly call = (line: string, body?: unknown, apiKey = this.merchant): Promise<HttpResponse> => {
    const key = /^(POST|PUT) /.test(line) ? { idempotencyKey: `key-${++this.#keys}` } : {};
    return this.deployed.call({ line, apiKey, ...key, ...(body === undefined ? {} : { body }) });
  };

  readonly asOperator = (line: string, body?: object): Promise<HttpResponse> =>
    this.call(line, body && { reason: "checked with the merchant", ...body }, this.deployed.keys.operator);

  readonly withdraw = (more: object = {}, apiKey = this.merchant): Promise<HttpResponse> => {
    const { destinationId } = this;
    const amount = { amount: 100, currency: "USD" };
    const body = { withdrawalNo: `W-${++this.#numbers}`, amount, destinationId, ...more };
    return this.call("POST /v1/withdrawals", body, apiKey);
  };

  readonly policy = (currency: string, more: object = {}): Promise<HttpResponse> =>
    this.call("PUT /v1/merchants/acme/withdrawal-policy", { currency, ...more }, this.deployed.keys.operator);
}
