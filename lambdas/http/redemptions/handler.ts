import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { getBatch } from "./get-batch.ts";
import { getRedemption } from "./get-redemption.ts";
import { getTimeline } from "./get-timeline.ts";
import { listRedemptions } from "./list-redemptions.ts";
import { submitBatch } from "./submit-batch.ts";
import { submitRedemption } from "./submit-redemption.ts";

export const handler = api(
  [submitRedemption, listRedemptions, getRedemption, getTimeline, submitBatch, getBatch],
  httpDeps({ cipher: true }),
);
