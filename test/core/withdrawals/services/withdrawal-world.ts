import { type PolicyInput, putWithdrawalPolicy } from "../../../../core/access/services/withdrawal-policies.ts";
import type { Answer, Caller } from "../../../../core/foundation/services/deps.ts";
import { tenantKey } from "../../../../core/foundation/store/keys.ts";
import { put } from "../../../../core/foundation/store/write.ts";
import { creditWallet } from "../../../../core/money/store/wallet-store.ts";
import type { Withdrawal } from "../../../../core/withdrawals/domain/withdrawal.ts";
import { createDestination } from "../../../../core/withdrawals/services/payout-destinations.ts";
import { cancelWithdrawal } from "../../../../core/withdrawals/services/withdrawal-cancel.ts";
import {
  approveWithdrawal,
  rejectWithdrawal,
  resolveWithdrawal,
} from "../../../../core/withdrawals/services/withdrawal-decisions.ts";
import { createWithdrawal, type WithdrawalInput } from "../../../../core/withdrawals/services/withdrawals.ts";
import { World, type WorldOptions } from "../../../support/world.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
type Body = any;

export const merchant: Caller = { kind: "tenant", tenantId: "acme", keyId: "MERCHANT" };
export const operator = (keyId: string): Caller => ({ kind: "operator", keyId });
export const usd = (amount: number) => ({ amount, currency: "USD" });

/** A merchant with money and somewhere to send it, and operators, over the real engine. */
export class WithdrawalWorld {
  readonly world: World;
  #numbers = 0;

  private constructor(world: World) {
    this.world = world;
  }

  static async create(options: WorldOptions & { funds?: number } = {}): Promise<WithdrawalWorld> {
    return WithdrawalWorld.over(await World.create(options), options.funds ?? 1000);
  }

  /** In a world that does something else, too. */
  static async over(world: World, funds = 0): Promise<WithdrawalWorld> {
    const bank = new WithdrawalWorld(world);
    await bank.deps.tables.write(
      put("test.tenant", { ...tenantKey("acme"), statePk: "TENANT#0", stateSk: "acme" }, {}),
    );
    if (funds > 0) await bank.earn(funds);
    return bank;
  }

  get deps() {
    return this.world.deps;
  }

  async earn(amount: number, currency = "USD"): Promise<void> {
    await this.deps.tables.transact([creditWallet("acme", currency, amount)]);
  }

  async wallet(currency = "USD"): Promise<{ available: number; frozen: number }> {
    const row = await this.deps.tables.get("main", { pk: `WALLET#acme#${currency}`, sk: "HEAD" });
    return { available: Number(row?.available), frozen: Number(row?.frozen) };
  }

  async used(day = "2026-03-01", currency = "USD"): Promise<number> {
    return Number((await this.deps.tables.get("main", { pk: `WDDAY#acme#${currency}#${day}`, sk: "HEAD" }))?.used ?? 0);
  }

  async destination(input: Partial<Parameters<typeof createDestination>[3]> = {}): Promise<string> {
    const body = { provider: "sandbox", account: "pd_ok", ...input } as const;
    const answer = await createDestination(
      this.deps,
      this.world.request("POST /v1/payout-destinations", body),
      "acme",
      body,
    );
    return (answer.body as Body).destinationId;
  }

  policy(input: Partial<PolicyInput> = {}): Promise<Answer> {
    const body = { currency: "USD", ...input };
    const path = { id: "acme" };
    const request = this.world.request("PUT /v1/merchants/{id}/withdrawal-policy", body, undefined, path);
    return putWithdrawalPolicy(this.deps, request, operator("OP-1"), "acme", body);
  }

  try(input: Partial<WithdrawalInput> & { destinationId: string }, key?: string): Promise<Answer> {
    const body = { withdrawalNo: `W-${++this.#numbers}`, amount: usd(1000), ...input };
    return createWithdrawal(this.deps, this.world.request("POST /v1/withdrawals", body, key), "acme", body);
  }

  /** One that is accepted. */
  async tried(input: Partial<WithdrawalInput> = {}): Promise<Body> {
    const destinationId = input.destinationId ?? (await this.destination());
    const { httpStatus, body } = await this.try({ ...input, destinationId });
    if (httpStatus !== 202) throw new Error(JSON.stringify(body));
    return body;
  }

  cancel(withdrawalNo: string, caller: Caller = merchant, key?: string): Promise<Answer> {
    const body = {
      withdrawalNo,
      reason: "no longer wanted",
      ...(caller.kind === "operator" ? { merchantId: "acme" } : {}),
    };
    return cancelWithdrawal(this.deps, this.world.request("POST /v1/withdrawals/cancel", body, key), caller, body);
  }

  approve(id: string, keyId: string, key?: string): Promise<Answer> {
    const request = this.operates(`approve`, id, keyId, { reason: "checked with them" }, key);
    return approveWithdrawal(this.deps, request, operator(keyId), id, { reason: "checked with them" });
  }

  reject(id: string, keyId: string): Promise<Answer> {
    const request = this.operates("reject", id, keyId, { reason: "not their account" });
    return rejectWithdrawal(this.deps, request, operator(keyId), id, { reason: "not their account" });
  }

  resolve(id: string, input: Omit<Parameters<typeof resolveWithdrawal>[4], "reason">): Promise<Answer> {
    const body = { reason: "seen in their books", ...input };
    return resolveWithdrawal(this.deps, this.operates("resolve", id, "OP-1", body), operator("OP-1"), id, body);
  }

  private operates(what: string, id: string, keyId: string, body: object, key?: string) {
    const request = this.world.request(`POST /v1/withdrawals/{id}/${what}`, body, key, { id });
    return { ...request, ownerId: "platform", keyId };
  }

  async row(withdrawalId: string): Promise<Withdrawal> {
    const key = { pk: `WD#acme#${withdrawalId}`, sk: "HEAD" };
    return (await this.deps.tables.get("main", key)) as unknown as Withdrawal;
  }
}

/** The status of an answer, or the code of its refusal, also of one that is thrown. */
export async function outcomeOf(answer: Promise<Answer>): Promise<string> {
  try {
    const { httpStatus, body } = await answer;
    return httpStatus < 300 ? String(httpStatus) : (body as Body).code;
  } catch (error) {
    return String((error as { code?: string }).code ?? error);
  }
}

export function counted(outcomes: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(outcomes, (one) => one)].map(([one, all]) => [one, all.length]));
}
