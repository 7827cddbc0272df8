import type { Campaign } from "../../../../core/codes/domain/campaign.ts";
import type { Code } from "../../../../core/codes/domain/code.ts";
import type { CodeUse } from "../../../../core/codes/domain/code-use.ts";
import type { CodeJob } from "../../../../core/codes/domain/job.ts";
import { REFUSALS_MAX } from "../../../../core/codes/domain/tries.ts";
import {
  changeCampaign,
  countIssued,
  createCampaign,
  takeNumbers,
} from "../../../../core/codes/store/campaign-store.ts";
import { acceptJob, moveOn } from "../../../../core/codes/store/code-job-store.ts";
import {
  changeCode,
  checkCodeUnknown,
  giveUseBack,
  issueCode,
  takeUse,
} from "../../../../core/codes/store/code-store.ts";
import { forgetUse, neverUsed, recordUse, reverseUse } from "../../../../core/codes/store/code-use-store.ts";
import { codeJobKey } from "../../../../core/codes/store/keys.ts";
import { countRefusal } from "../../../../core/codes/store/tries-store.ts";
import { postpone } from "../../../../core/foundation/store/outbox-store.ts";
import { toldSince, type WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const campaign = { tenantId: "acme", campaignId: "cam-1", nextN: 5, codesIssued: 3, stateSk: "01" } as Campaign;
/** 120 uses in three slots of 40. */
const code = { tenantId: "acme", codeId: "cod-1", campaignId: "cam-1", usesPerCode: 120, slots: 3 } as Code;
const codeRow = { codeId: "cod-1", isDisabled: false, limit: 40, remaining: 1 };
const use = {
  tenantId: "acme",
  codeRedemptionId: "cru-1",
  campaignId: "cam-1",
  userId: "alice",
  userMark: "MARK-OF-ALICE",
  createdAt: NOW,
} as CodeUse;
const job = { tenantId: "acme", jobId: "job-1", total: 1200, cursor: 500, state: "RUNNING" } as CodeJob;
const user = { tenantId: "acme", userMark: "MARK-OF-ALICE" };
const WINDOW_MS = 100;
const tries = { count: 3, windowEnds: NOW + 1 };

const isNew = (what: string): Pick<WriteCase, "accepts" | "refuses"> => ({
  accepts: { [`${what} that is new`]: undefined },
  refuses: { isNew: { [`${what} that is there already`]: { any: 1 } } },
});
const aCampaign = {
  accepts: { "a campaign": { campaignId: "cam-1" } },
  refuses: { exists: { "a campaign that does not exist": undefined } },
};
const used = {
  accepts: { "a slot of which one was used": { limit: 40, remaining: 39 } },
  refuses: {
    isUsed: {
      "a slot that has all of its uses": { limit: 40, remaining: 40 },
      "a slot that nobody has used yet": undefined,
    },
  },
};
const over = {
  accepts: {
    "a user who was never refused": undefined,
    "a user whose window is over this very millisecond": { count: REFUSALS_MAX, windowEnds: NOW },
  },
  refuses: { isOver: { "a window that another refusal has opened": { count: 1, windowEnds: NOW + 1 } } },
};

export const CODE_WRITES: WriteCase[] = [
  { write: createCampaign(campaign), ...isNew("a campaign") },
  { write: changeCampaign(campaign, "DISABLED", NOW), ...aCampaign },
  { write: countIssued(campaign, 500, NOW), ...aCampaign },
  {
    write: takeNumbers(campaign, 10, NOW),
    accepts: { "a campaign as it was seen": { campaignId: "cam-1", nextN: 5 } },
    refuses: {
      nextAsSeen: {
        "a campaign whose numbers another job has taken": { campaignId: "cam-1", nextN: 6 },
        "a campaign that does not exist": undefined,
      },
    },
  },
  { write: acceptJob(job, NOW), ...isNew("a job") },
  {
    write: moveOn(job, { cursor: 1000, errors: [] }, NOW, NOW),
    accepts: { "a job as it was seen": { state: "RUNNING", cursor: 500 } },
    refuses: {
      cursorAsSeen: {
        "a job that a twin has moved on": { state: "RUNNING", cursor: 1000 },
        "a job that a twin has begun": { state: "RUNNING", cursor: 0 },
      },
      isRunning: {
        "a job that is done": { state: "DONE", cursor: 500 },
        "one that failed": { state: "FAILED", cursor: 500 },
      },
    },
  },
  {
    write: moveOn(job, { cursor: 1200, errors: [] }, NOW, NOW),
    accepts: { "a job whose last part this is": { state: "RUNNING", cursor: 500, duePk: "JOB#0", dueAt: 1 } },
    refuses: {
      cursorAsSeen: { "a job of which a twin has made a part": { state: "RUNNING", cursor: 1000 } },
      isRunning: { "a job that is done": { state: "DONE", cursor: 500 } },
    },
  },
  {
    write: postpone("code-job", { ...codeJobKey("acme", "job-1"), dueAt: 77 }, NOW),
    accepts: { "a job that is due as it was": { state: "RUNNING", dueAt: 77 } },
    refuses: {
      dueAsSeen: {
        "a job that another sweep has taken": { state: "RUNNING", dueAt: 78 },
        "a job that is done": { state: "DONE" },
      },
    },
  },
  { write: issueCode(code), ...isNew("a code") },
  {
    write: checkCodeUnknown("acme", "cod-2"),
    accepts: { "a code that nobody has made by the other pepper": undefined },
    refuses: { isUnknown: { "one that was made by it": codeRow } },
  },
  {
    write: changeCode(code, true, NOW),
    accepts: { "a code": codeRow, "one that is disabled": { ...codeRow, isDisabled: true } },
    refuses: { exists: { "a code that does not exist": undefined } },
  },
  {
    write: takeUse(code, 0),
    accepts: { "the last use of a slot": codeRow },
    refuses: {
      isEnabled: { "a code that was disabled meanwhile": { ...codeRow, isDisabled: true } },
      isFree: { "a slot whose last use went to another": { ...codeRow, remaining: 0 } },
    },
  },
  {
    write: takeUse(code, 2),
    accepts: { "a slot that nobody has used yet": undefined, "the last use of a slot": { limit: 40, remaining: 1 } },
    refuses: { isFree: { "a slot whose last use went to another": { limit: 40, remaining: 0 } } },
  },
  { write: giveUseBack(code, 0), ...used },
  { write: giveUseBack(code, 2), ...used },
  {
    write: recordUse(use),
    accepts: { "the user's first use of the code": undefined },
    refuses: {
      isFirst: { "a use that stands": { state: "SUCCEEDED" }, "a use that was taken back": { state: "REVERSED" } },
    },
  },
  {
    write: neverUsed(use),
    accepts: { "a user who has not used the code": undefined },
    refuses: {
      isNone: {
        "one who used it meanwhile": { state: "SUCCEEDED" },
        "a use that was taken back": { state: "REVERSED" },
      },
    },
  },
  {
    write: reverseUse(use, "wrong user", NOW),
    accepts: { "a use that stands": { state: "SUCCEEDED", userId: "alice" } },
    refuses: {
      stateAllows: { "a use that was taken back": { state: "REVERSED", userId: "alice" } },
      userAsSeen: { "one whose user was forgotten meanwhile": { state: "SUCCEEDED" } },
      ...toldSince({ state: "SUCCEEDED", userId: "alice" }),
    },
  },
  {
    write: forgetUse(use),
    accepts: { "a use that stands": { state: "SUCCEEDED" }, "a use that was taken back": { state: "REVERSED" } },
    refuses: {
      isFinal: { "a use in a state of a newer release": { state: "PENDING" }, "a use that never was": undefined },
    },
  },
  { write: countRefusal(user, undefined, WINDOW_MS, NOW), ...over },
  { write: countRefusal(user, { count: REFUSALS_MAX, windowEnds: NOW }, WINDOW_MS, NOW), ...over },
  {
    write: countRefusal(user, tries, WINDOW_MS, NOW),
    accepts: { "the window that was seen": tries, "the last try but one": { ...tries, count: REFUSALS_MAX - 1 } },
    refuses: {
      windowAsSeen: { "a window that began later": { ...tries, windowEnds: NOW + WINDOW_MS } },
      hasTries: { "a user whose tries are used up": { ...tries, count: REFUSALS_MAX } },
    },
  },
];
