import { absent, type Clauses, equals, Plus } from "../../foundation/store/expression.ts";
import { placed } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import type { Campaign, CampaignStatus } from "../domain/campaign.ts";
import { campaignKey } from "./keys.ts";

export type CampaignRef = Pick<Campaign, "tenantId" | "campaignId">;

const keyOf = ({ tenantId, campaignId }: CampaignRef) => campaignKey(tenantId, campaignId);
const exists = ({ campaignId }: CampaignRef): Clauses => ({ exists: equals("campaignId", campaignId) });

export function createCampaign(campaign: Campaign): Write {
  const { tenantId, campaignId } = campaign;
  const item = {
    ...keyOf(campaign),
    ...campaign,
    ...placed("CAMPAIGN", tenantId, campaignId),
  };
  return put("campaign.create", item, { isNew: absent("pk") });
}

export function changeCampaign(ref: CampaignRef, status: CampaignStatus, nowMs: number): Write {
  return update("campaign.change", keyOf(ref), { set: { status, updatedAt: nowMs }, only: exists(ref) });
}

/** A job's numbers are its own for good, whether or not it makes a code of each. */
export function takeNumbers(seen: Campaign, count: number, nowMs: number): Write {
  return update("campaign.take-numbers", keyOf(seen), {
    set: { nextN: seen.nextN + count, updatedAt: nowMs },
    only: { nextAsSeen: equals("nextN", seen.nextN) },
  });
}

/** With the cursor of the job that made them, so that they are counted once. */
export function countIssued(ref: CampaignRef, issued: number, nowMs: number): Write {
  return update("campaign.count-issued", keyOf(ref), {
    set: { codesIssued: new Plus(issued), updatedAt: nowMs },
    only: exists(ref),
  });
}

export async function readCampaign(tables: Tables, ref: CampaignRef): Promise<Campaign | undefined> {
  return (await tables.get("main", keyOf(ref))) as Campaign | undefined;
}
