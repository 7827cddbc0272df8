import {
  disableEndpoint,
  noteFailure,
  noteSuccess,
  noteTry,
  tellFailing,
} from "../../../../core/events/store/endpoint-health-store.ts";
import { closeFanOut } from "../../../../core/events/store/fan-out-store.ts";
import type { Item } from "../../../../core/foundation/store/table.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";
import { ENDPOINT } from "./endpoint-writes.ts";

const NOW = 1_000_000_000;
const COOLING = { coolingMs: 60_000 };
const failing = { ...ENDPOINT, failures: 7, failingSince: 5, lastSuccessAt: 4, events: 2 };
const seen: Item = { ...failing };

const disabledMeanwhile = { "one that was disabled meanwhile": { status: "DISABLED", failures: 0 } };
const asItWasRead = {
  isEnabled: { "one that was disabled meanwhile": { ...seen, status: "DISABLED" } },
  versionAsSeen: { "one that its owner has changed meanwhile": { ...seen, version: 4 } },
  failingAsSeen: { "one that has been enabled anew and fails again": { ...seen, failingSince: 6 } },
  successAsSeen: { "one that has answered meanwhile": { ...seen, lastSuccessAt: 5 } },
  eventsAsSeen: { "one of which its merchant was told meanwhile": { ...seen, events: 3 } },
};

export const ENDPOINT_HEALTH_WRITES: WriteCase[] = [
  {
    write: noteTry(ENDPOINT, COOLING, NOW),
    accepts: {
      "one that was never tried": { status: "ENABLED" },
      "one whose last try is a minute ago": { status: "ENABLED", lastTryAt: NOW - 60_000 },
    },
    refuses: {
      isEnabled: { "one that was disabled meanwhile": { status: "DISABLED" }, "one that is deleted": undefined },
      isRested: { "one that was tried within the minute": { status: "ENABLED", lastTryAt: NOW - 59_999 } },
    },
  },
  {
    write: noteFailure(ENDPOINT, NOW),
    accepts: { "one that is enabled": { status: "ENABLED", failures: 0 } },
    refuses: { isEnabled: { ...disabledMeanwhile, "one that is deleted": undefined } },
  },
  {
    write: noteSuccess(ENDPOINT, NOW),
    accepts: { "one that has failed": { status: "ENABLED", failures: 4, failingSince: 1 } },
    refuses: { isEnabled: { ...disabledMeanwhile, "one that is deleted": undefined } },
  },
  { write: tellFailing(failing, NOW), accepts: { "one as it was read": seen }, refuses: asItWasRead },
  { write: disableEndpoint(failing, "failing", NOW), accepts: { "one as it was read": seen }, refuses: asItWasRead },
  {
    write: closeFanOut({ tenantId: "acme", eventId: "evt_acme_01" }),
    accepts: { "an event that is due": { duePk: "EVT#1", dueAt: 1 } },
    refuses: { isDue: { "one that was fanned out": { at: 1 }, "one that is gone": undefined } },
  },
];
