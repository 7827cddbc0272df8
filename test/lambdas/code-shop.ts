import { expect } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import { atMost } from "../../core/foundation/services/at-most.ts";
import { CONTEXT, type Deployed, type HttpResponse } from "./deployed.ts";

export const OFFER = { name: "Pro", price: { amount: 1000, currency: "USD" }, period: { unit: "month", count: 1 } };

/** More under way, and they would wait for each other's connections instead of for the code. */
const CONNECTIONS = 64;

/** A merchant with offers, campaigns and codes, through the functions as deployed. */
export class CodeShop {
  readonly #deployed: Deployed;
  readonly #name: string;
  #keys = 0;

  /** `name`: its keys and users are no other's. */
  constructor(deployed: Deployed, name: string) {
    this.#deployed = deployed;
    this.#name = name;
    Object.assign(process.env, { CODE_QUEUE_URL: "http://127.0.0.1:1/codes", CODE_DLQ_URL: "http://127.0.0.1:1/dead" });
  }

  /** Under a key of its own, unless one is given. */
  call(
    line: string,
    body?: unknown,
    { apiKey = this.#deployed.keys.seller, key = `${this.#name}-key-${++this.#keys}` } = {},
  ): Promise<HttpResponse> {
    return this.#deployed.call({ line, apiKey, idempotencyKey: key, ...(body === undefined ? {} : { body }) });
  }

  async offer(more: object = {}): Promise<string> {
    return (await this.call("POST /v1/offers", { ...OFFER, ...more })).json.offerId;
  }

  async campaign(offerId: string, more: object = {}): Promise<string> {
    return (await this.call("POST /v1/campaigns", { name: "Spring", offerId, ...more })).json.campaignId;
  }

  /** As the queue would deliver what the outbox holds. */
  async make(campaignId: string, body: object): Promise<string> {
    const { json, status, headers } = await this.call(`POST /v1/campaigns/${campaignId}/codes`, body);
    expect(status).toBe(202);
    expect(headers.location).toBe(`/v1/jobs/${json.jobId}`);
    const { handler } = await import("../../lambdas/queue/code-maker.ts");
    const record = { messageId: "m", body: JSON.stringify({ tenantId: "acme", jobId: json.jobId }), attributes: {} };
    expect(await handler({ Records: [record] } as unknown as SQSEvent, CONTEXT)).toEqual({ batchItemFailures: [] });
    return json.jobId;
  }

  async codesOf(campaignId: string, count: number): Promise<string[]> {
    const { text, headers, status } = await this.call(`POST /v1/campaigns/${campaignId}/exports`, { from: 0, count });
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
    return text
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[0] as string);
  }

  async oneCode(campaign: object = {}, offer: object = {}) {
    const offerId = await this.offer(offer);
    const campaignId = await this.campaign(offerId, campaign);
    await this.make(campaignId, { count: 1 });
    const [code = ""] = await this.codesOf(campaignId, 1);
    return { offerId, campaignId, code };
  }

  redeem(code: string, userId: string, key?: string): Promise<HttpResponse> {
    return this.call("POST /v1/code-redemptions", { code, userId }, key === undefined ? {} : { key });
  }

  /** Users at once, as clients do: the same request again while it is told that it may succeed. */
  redeemAtOnce(code: string, users: readonly string[]): Promise<HttpResponse[]> {
    return atMost(CONNECTIONS, users, async (user) => {
      for (;;) {
        const answer = await this.redeem(code, user, `${this.#name}-key-of-${user}`);
        if (answer.json.retryable !== true) return answer;
      }
    });
  }
}
