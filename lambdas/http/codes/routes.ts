import * as z from "zod/mini";
import { campaignId, codePrefix, ownCode, typedCode } from "../../../contract/fields/codes.ts";
import { offerId } from "../../../contract/fields/orders.ts";
import {
  byId,
  merchantId,
  name,
  operatorReason,
  page,
  reason,
  reference,
  userId,
} from "../../../contract/fields/shared.ts";
import { moment } from "../../../contract/fields/times.ts";
import { CAMPAIGN_STATUSES } from "../../../core/codes/domain/campaign.ts";
import { changeCampaign, createCampaign, getCampaign, listCampaigns } from "../../../core/codes/services/campaigns.ts";
import { createCodes } from "../../../core/codes/services/code-jobs.ts";
import { getUse, listUses, reverse } from "../../../core/codes/services/code-uses.ts";
import { changeCode, exportCodes, listCodes, lookUp } from "../../../core/codes/services/codes.ts";
import { previewUse } from "../../../core/codes/services/preview-use.ts";
import { useCode } from "../../../core/codes/services/use-code.ts";
import { defineRoute, ok } from "../define-route.ts";
import { change, create, list, readById } from "../usual-routes.ts";
import { findJob } from "./find-job.ts";

const newCampaign = z
  .strictObject({
    name,
    offerId,
    usesPerCode: z._default(z.int().check(z.gte(1), z.lte(1_000_000)), 1),
    startsAt: z.exactOptional(moment),
    endsAt: z.exactOptional(moment),
    codePrefix: z.exactOptional(codePrefix),
  })
  .check(
    z.refine(({ startsAt, endsAt }) => startsAt === undefined || endsAt === undefined || startsAt < endsAt, {
      path: ["endsAt"],
      message: "must be later than startsAt",
    }),
  );

const count = z.int().check(z.gte(1), z.lte(100_000));
const codes = z.array(ownCode).check(z.minLength(1), z.maxLength(100));

const newCodes = z.strictObject({ count: z.exactOptional(count), codes: z.exactOptional(codes) }).check(
  z.refine(({ count, codes }) => (count === undefined) !== (codes === undefined), {
    path: ["count"],
    message: "is required unless `codes` is there, and has no meaning beside it",
  }),
);

const reasonBody = z.strictObject({ reason });

export const codeRoutes = [
  create("POST /v1/campaigns", newCampaign, createCampaign),
  list("GET /v1/campaigns", page, listCampaigns),
  readById("GET /v1/campaigns/{id}", getCampaign),
  change("PATCH /v1/campaigns/{id}", z.strictObject({ status: z.enum(CAMPAIGN_STATUSES) }), changeCampaign),
  change("POST /v1/campaigns/{id}/codes", newCodes, createCodes),
  defineRoute({
    key: "GET /v1/campaigns/{id}/codes",
    path: byId,
    query: z.strictObject({ limit: page.limit, cursor: page.cursor }),
    handle: async ({ deps, caller, path, query }) => ok(await listCodes(deps, caller, path.id, query)),
  }),
  defineRoute({
    key: "POST /v1/campaigns/{id}/exports",
    path: byId,
    body: z.strictObject({ from: z.int().check(z.gte(0)), count: z.int().check(z.gte(1), z.lte(10_000)) }),
    handle: async ({ deps, caller, path, body }) => ({
      httpStatus: 200,
      headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="codes.csv"' },
      text: await exportCodes(deps, caller, path.id, body),
    }),
  }),
  defineRoute({
    key: "GET /v1/jobs/{id}",
    path: byId,
    handle: async ({ deps, caller, scopes, path }) => ok(await findJob(deps, caller, scopes, path.id)),
  }),
  defineRoute({
    key: "POST /v1/codes/lookup",
    body: z.strictObject({ code: typedCode }),
    operatorBody: z.strictObject({ code: typedCode, merchantId }),
    handle: async ({ deps, caller, body }) => ok(await lookUp(deps, caller, body)),
  }),
  change("PATCH /v1/codes/{id}", z.strictObject({ status: z.enum(["ACTIVE", "DISABLED"]) }), changeCode),
  create(
    "POST /v1/code-redemptions",
    z.strictObject({ code: typedCode, userId, reference: z.exactOptional(reference) }),
    useCode,
  ),
  defineRoute({
    key: "POST /v1/code-redemptions/preview",
    body: z.strictObject({ code: typedCode, userId }),
    handle: async ({ deps, caller, body }) => ok(await previewUse(deps, caller.tenantId, body)),
  }),
  list(
    "GET /v1/code-redemptions",
    { ...page, userId: z.exactOptional(userId), campaignId: z.exactOptional(campaignId) },
    listUses,
  ),
  readById("GET /v1/code-redemptions/{id}", getUse),
  change("POST /v1/code-redemptions/{id}/reverse", reasonBody, reverse, z.strictObject({ reason: operatorReason })),
];
