import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commitAnew, newRecord } from "../../foundation/services/idempotency.ts";
import { partsOf, tenantOfList } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import { termsOf } from "../../orders/domain/offer.ts";
import { readOffer } from "../../orders/store/offer-store.ts";
import type { Campaign, CampaignStatus } from "../domain/campaign.ts";
import { campaignView } from "../domain/code-views.ts";
import { changeCampaign as change, createCampaign as create, readCampaign } from "../store/campaign-store.ts";

/** 256 bits: whoever knew a campaign's key would know all of its codes. */
const KEY_BYTES = 32;

export async function createCampaign(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: {
    name: string;
    offerId: string;
    usesPerCode: number;
    startsAt?: number | undefined;
    endsAt?: number | undefined;
    codePrefix?: string | undefined;
  },
): Promise<Answer> {
  const nowMs = deps.clock();
  const { offerId, startsAt, endsAt, codePrefix, name, usesPerCode } = input;
  const offer = await readOffer(deps.tables, { tenantId, offerId });
  if (!offer) {
    throw new TerminalError("offer-not-found", "there is no such offer", {
      errors: [{ pointer: "/offerId", detail: "names no offer of yours" }],
    });
  }
  const campaignId = makeId("cam", tenantId, deps.random.ulid(nowMs));
  const key = Buffer.from(deps.random.bytes(KEY_BYTES)).toString("base64url");
  const campaign: Campaign = {
    tenantId,
    campaignId,
    name,
    terms: termsOf(offer),
    usesPerCode,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
    ...(codePrefix === undefined ? {} : { codePrefix }),
    status: "ACTIVE",
    keyCipher: deps.vault.seal(campaignId, key),
    pepper: deps.vault.hashingPepper,
    nextN: 0,
    codesIssued: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(campaignId),
  };
  const answer = { httpStatus: 201, body: campaignView(campaign) };
  const effect = { answer, resourceId: campaignId, writes: [create(campaign)] };
  const result = await commitAnew(deps, newRecord(deps, request, nowMs), effect);
  return result.kind === "replayed" ? result.answer : answer;
}

export async function campaignOf(deps: Deps, caller: Caller, campaignId: string): Promise<Campaign> {
  const campaign = await readCampaign(deps.tables, { tenantId: tenantOf(caller, "cam", campaignId), campaignId });
  if (!campaign) throw new TerminalError("not-found", "there is no campaign with this id");
  return campaign;
}

export async function getCampaign(deps: Deps, caller: Caller, campaignId: string) {
  return campaignView(await campaignOf(deps, caller, campaignId));
}

export async function listCampaigns(
  deps: Deps,
  caller: Caller,
  page: Page,
): Promise<PageOf<ReturnType<typeof campaignView>>> {
  return pageOf<Campaign, ReturnType<typeof campaignView>>(deps, page, {
    parts: partsOf(tenantOfList(caller, page), "CAMPAIGN"),
    keep: () => true,
    view: campaignView,
  });
}

/** Its codes follow within a second. */
export async function changeCampaign(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  campaignId: string,
  { status }: { status: CampaignStatus },
): Promise<Answer> {
  const nowMs = deps.clock();
  const campaign = await campaignOf(deps, caller, campaignId);
  const answer = { httpStatus: 200, body: campaignView({ ...campaign, status, updatedAt: nowMs }) };
  const effect = { answer, resourceId: campaignId, writes: [change(campaign, status, nowMs)] };
  const result = await commitAnew(deps, newRecord(deps, request, nowMs), effect);
  return result.kind === "replayed" ? result.answer : answer;
}
