import type { RouteKey } from "../../contract/routes.ts";
import { PLATFORM, parseApiKey } from "../../core/access/domain/api-key.ts";
import { createApiKey } from "../../core/access/services/api-keys.ts";
import type { RequestLimit } from "../../core/foundation/domain/limits.ts";
import type { WithdrawalState } from "../../core/withdrawals/domain/withdrawal.ts";
import type { InvariantId } from "../../invariants/find-violations.ts";
import type { ClientCall, Violation } from "../../invariants/snapshot.ts";
import { withRegistry } from "../../local/template/registry.ts";
import type { Screen } from "../terminal/screen.ts";
import { Cards } from "./cards.ts";
import { ApiClient, type ClientOptions } from "./client.ts";
import type { Instance } from "./instance.ts";
import { Payments } from "./payments.ts";
import type { Receiver } from "./receiver.ts";

/** The first start's tenant; its merchant key is in the credentials. */
export const TENANT = "demo";

/** A broken invariant, or a promise of the HTTP contract that a scene saw broken. */
export type Finding = Violation<InvariantId | "contract">;

/** What the scenes share: who acts, what was handed in, what was answered, what was found wrong. */
export class Stage {
  readonly instance: Instance;
  readonly screen: Screen;
  readonly cards = new Cards();
  readonly payments = new Payments();
  /** Those that were accepted, and what each must come to. */
  readonly withdrawals: { withdrawalId: string; account: string; ends: WithdrawalState }[] = [];
  /** Merchants' servers that webhooks go to. */
  readonly receivers: Receiver[] = [];
  readonly startedAt = Date.now();
  readonly calls: ClientCall[] = [];
  readonly findings: Finding[] = [];
  readonly merchant: ApiClient;
  readonly operator: ApiClient;
  /** Of keys that were made on the way: none of them may be seen where people read along. */
  readonly secrets: string[] = [];
  readonly #caller: (apiKey: string, owner: string) => ApiClient;
  /** The plan that all cards are for. */
  planId = "";
  #keys = 0;

  /** The instance has to be ready: the callers' API keys are its own. */
  constructor(instance: Instance, screen: Screen, options: Pick<ClientOptions, "turn" | "giveUpAfterMs"> = {}) {
    this.instance = instance;
    this.screen = screen;
    const { keys } = instance.credentials;
    this.#caller = (apiKey, owner) =>
      new ApiClient({ url: () => instance.url, apiKey, owner, log: this.calls, ...options });
    this.merchant = this.#caller(keys.merchant, TENANT);
    this.operator = this.#caller(keys.operator, PLATFORM);
  }

  /** Another person of the platform, with a key as `npm run keys -- create --operator` makes it. */
  async anotherOperator(label: string): Promise<ApiClient> {
    return this.#withKey({ scopes: ["operator"], label }, PLATFORM);
  }

  /** A merchant with a limit of its own: it has to be told of before the merchant's first request, for processes remember it. */
  async anotherMerchant(name: string, limit: RequestLimit): Promise<ApiClient> {
    const { json } = await this.operator.expect(201, "POST /v1/merchants", {
      key: this.newKey("merchant"),
      body: { name, country: "US" },
    });
    const merchantId = String(json.merchantId);
    const change = (route: RouteKey, body: object) =>
      this.operator.expect(200, route, { path: { id: merchantId }, key: this.newKey("merchant"), body });
    await change("POST /v1/merchants/{id}/activate", { reason: "seen and found to be who they say" });
    await change("PUT /v1/merchants/{id}/request-limit", limit);
    const wanted = { tenantId: merchantId, scopes: ["redemptions"], label: name };
    return this.#withKey(wanted, merchantId);
  }

  newKey(purpose: string): string {
    return `${purpose}-${++this.#keys}`;
  }

  async #withKey(wanted: Parameters<typeof createApiKey>[1], owner: string): Promise<ApiClient> {
    const { state } = this.instance;
    const { apiKey } = await withRegistry({ state }, (deps) => createApiKey(deps, wanted));
    this.secrets.push(parseApiKey(apiKey)?.secret ?? apiKey);
    return this.#caller(apiKey, owner);
  }

  /** Shows what came out, and keeps it as a finding when it is not as promised. */
  check(isAsPromised: boolean, text: string, otherwise = ""): void {
    const detail = isAsPromised || otherwise === "" ? text : `${text}: ${otherwise}`;
    this.screen.verdict(isAsPromised, detail);
    if (!isAsPromised) this.findings.push({ invariant: "contract", subject: "answer", detail });
  }
}
