import type { WebhookEndpoint } from "../../../../core/events/domain/webhook-endpoint.ts";
import { tellTest } from "../../../../core/events/store/endpoint-health-store.ts";
import {
  changeEndpoint,
  countEndpoint,
  createEndpoint,
  endEndpoint,
} from "../../../../core/events/store/endpoint-store.ts";
import type { Write } from "../../../../core/foundation/store/table.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000_000;

export const ENDPOINT: WebhookEndpoint = {
  tenantId: "acme",
  webhookEndpointId: "whe_acme_01",
  url: "https://shop.example/hooks",
  eventTypes: ["payment.*"],
  status: "ENABLED",
  secrets: [{ cipher: Uint8Array.of(1) }],
  version: 3,
  failures: 0,
  createdAt: 1,
  updatedAt: 1,
  stateSk: "01",
};
const seen = { version: 3, status: "ENABLED" };
const toldOf = { ...ENDPOINT, events: 2 };
const asTold = { ...seen, events: 2, failingSince: 5 };
const [end, keep, uncount] = endEndpoint(toldOf, NOW) as [Write, Write, Write];

export const ENDPOINT_WRITES: WriteCase[] = [
  {
    write: createEndpoint(ENDPOINT),
    accepts: { "an endpoint that is new": undefined },
    refuses: { isNew: { "one that is there already": { any: 1 } } },
  },
  {
    write: countEndpoint("acme"),
    accepts: { "a merchant's first": undefined, "a merchant's twentieth": { live: 19 } },
    refuses: { hasRoom: { "a merchant's twenty-first": { live: 20 } } },
  },
  {
    write: changeEndpoint(ENDPOINT, { url: "https://shop.example/new" }, NOW),
    accepts: { "one as it was read": seen, "one that has failed meanwhile": { ...seen, failures: 3 } },
    refuses: {
      versionAsSeen: { "one that its owner has changed meanwhile": { ...seen, version: 4 } },
      statusAsSeen: { "one that deliveries have disabled meanwhile": { ...seen, status: "DISABLED" } },
    },
  },
  {
    write: changeEndpoint(
      ENDPOINT,
      { secrets: [{ cipher: Uint8Array.of(2) }, { cipher: Uint8Array.of(1), until: 9 }] },
      NOW,
    ),
    accepts: { "one as it was read": { ...seen, secrets: ENDPOINT.secrets } },
    refuses: {
      versionAsSeen: {
        "one that its owner has changed meanwhile": { ...seen, secrets: ENDPOINT.secrets, version: 4 },
      },
      statusAsSeen: {
        "one that deliveries have disabled meanwhile": { ...seen, secrets: ENDPOINT.secrets, status: "DISABLED" },
      },
      secretsAsSeen: {
        "one whose secrets were sealed anew meanwhile": { ...seen, secrets: [{ cipher: Uint8Array.of(3) }] },
      },
    },
  },
  {
    write: tellTest({ ...toldOf, failingSince: 5 }, NOW),
    accepts: { "one as it was read": { ...asTold, failures: 9 } },
    refuses: {
      isEnabled: { "one that deliveries have disabled meanwhile": { ...asTold, status: "DISABLED" } },
      versionAsSeen: { "one that its owner has changed meanwhile": { ...asTold, version: 4 } },
      failingAsSeen: { "one that has been reached meanwhile": { ...asTold, failingSince: undefined } },
      successAsSeen: { "one that was reached, and failed again": { ...asTold, lastSuccessAt: 7 } },
      eventsAsSeen: { "one of which its merchant was told meanwhile": { ...asTold, events: 3 } },
    },
  },
  {
    write: end,
    accepts: { "one as it was read": { ...seen, events: 2 } },
    refuses: {
      versionAsSeen: { "one that its owner has changed meanwhile": { ...seen, events: 2, version: 4 } },
      statusAsSeen: { "one that deliveries have disabled meanwhile": { ...seen, events: 2, status: "DISABLED" } },
      eventsAsSeen: { "one of which its merchant was told meanwhile": { ...seen, events: 3 } },
    },
  },
  {
    write: keep,
    accepts: { "the place of one that ends": undefined },
    refuses: { isNew: { "one that has ended before": { status: "ENDED" } } },
  },
  {
    write: uncount,
    accepts: { "a merchant's last": { live: 1 } },
    refuses: { isCounted: { "a count of none": { live: 0 }, "no count": undefined } },
  },
];
