import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { createCampaign } from "../../../../core/codes/services/campaigns.ts";
import { createCodes } from "../../../../core/codes/services/code-jobs.ts";
import { makeCodes } from "../../../../core/codes/services/code-making.ts";
import { reverse } from "../../../../core/codes/services/code-uses.ts";
import { exportCodes } from "../../../../core/codes/services/codes.ts";
import { useCode } from "../../../../core/codes/services/use-code.ts";
import type { Answer, Caller } from "../../../../core/foundation/services/deps.ts";
import { createOffer } from "../../../../core/orders/services/offers.ts";
import type { ClientCall, Row, Snapshot } from "../../../../invariants/snapshot.ts";
import { World, type WorldOptions } from "../../../support/world.ts";

type Body = Record<string, unknown>;

export const merchant: Caller = { kind: "tenant", tenantId: "acme", keyId: "MERCHANT" };
/** Nobody waits for it: a worker's time is up when a test says so. */
export const enoughMs = () => 60_000;

/** A merchant with offers, campaigns and codes, over the real engine. */
export class CodeWorld {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  static async create(options: WorldOptions = {}): Promise<CodeWorld> {
    return new CodeWorld(await World.create(options));
  }

  get deps() {
    return this.world.deps;
  }

  async offer(input: Partial<Parameters<typeof createOffer>[3]> = {}): Promise<string> {
    const offer = {
      name: "Pro",
      price: { amount: 1000, currency: "USD" },
      period: { unit: "month", count: 1 },
      onRepeat: "extend",
      ...input,
    } as const;
    const answer = await createOffer(this.deps, this.world.request("POST /v1/offers", offer), "acme", offer);
    return String((answer.body as Body).offerId);
  }

  async campaign(offerId: string, input: Partial<Parameters<typeof createCampaign>[3]> = {}): Promise<string> {
    const campaign = { name: "Spring", offerId, usesPerCode: 1, ...input };
    const request = this.world.request("POST /v1/campaigns", campaign);
    return String(((await createCampaign(this.deps, request, "acme", campaign)).body as Body).campaignId);
  }

  /** Made by a worker that is not interrupted. */
  async make(campaignId: string, input: { count: number } | { codes: string[] }): Promise<string> {
    const request = this.world.request("POST /v1/campaigns/{id}/codes", input, undefined, { id: campaignId });
    const { jobId } = (await createCodes(this.deps, request, merchant, campaignId, input)).body as { jobId: string };
    await makeCodes(this.deps, { tenantId: "acme", jobId }, enoughMs);
    return jobId;
  }

  /** What was made, as its holders get it. */
  async codes(campaignId: string, count = 100): Promise<string[]> {
    const csv = await exportCodes(this.deps, merchant, campaignId, { from: 0, count });
    return csv
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[0] as string);
  }

  async oneCode(offer: Parameters<CodeWorld["offer"]>[0] = {}, campaign: Parameters<CodeWorld["campaign"]>[1] = {}) {
    const offerId = await this.offer(offer);
    const campaignId = await this.campaign(offerId, campaign);
    await this.make(campaignId, { count: 1 });
    const [code = ""] = await this.codes(campaignId, 1);
    return { offerId, campaignId, code };
  }

  use(code: string, userId: string, key?: string): Promise<Answer> {
    const input = { code, userId };
    return useCode(this.deps, this.world.request("POST /v1/code-redemptions", input, key), "acme", input);
  }

  reverse(codeRedemptionId: string, key?: string): Promise<Answer> {
    const body = { reason: "wrong user" };
    const request = this.world.request("POST /v1/code-redemptions/{id}/reverse", body, key, { id: codeRedemptionId });
    return reverse(this.deps, request, merchant, codeRedemptionId, body);
  }

  /** Everything that is stored, for the rules that hold after every history. */
  async snapshot(calls: ClientCall[] = []): Promise<Snapshot> {
    const { client, main, transient } = this.world.tables;
    const scan = async (TableName: string) =>
      ((await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? []) as Row[];
    return {
      main: await scan(main),
      transient: await scan(transient),
      announced: this.world.announced,
      effects: { exchange: [], channel: [] },
      calls,
    };
  }
}

/** `201`, or the code of the refusal, also of one that is thrown. */
export async function outcomeOf(answer: Promise<Answer>): Promise<string> {
  try {
    const { httpStatus, body } = await answer;
    return httpStatus === 201 ? "201" : String((body as Body).code);
  } catch (error) {
    return String((error as { code?: string }).code ?? error);
  }
}
