import { removeChannelAccount, replaceChannelAccount } from "../../../../core/payments/store/channel-account-store.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const seen = { tenantId: "acme", channel: "alipay" as const, version: 3, updatedAt: 1, sealed: Uint8Array.of(1) };
const next = { ...seen, version: 4, updatedAt: NOW };

export const CHANNEL_ACCOUNT_WRITES: WriteCase[] = [
  {
    write: replaceChannelAccount({ ...next, version: 1 }, undefined, "2021"),
    accepts: { "a merchant's first account": undefined },
    refuses: { versionAsSeen: { "one that another request has just brought": { version: 1 } } },
  },
  {
    write: replaceChannelAccount(next, seen, "2021"),
    accepts: {
      "the account that was read": seen,
      "one that was taken away": { tenantId: "acme", version: 3, removedAt: 1 },
    },
    refuses: {
      versionAsSeen: {
        "one that another request has changed": { ...seen, version: 4 },
        "one that another request has taken away": { tenantId: "acme", version: 4, removedAt: 1 },
        "an older one": { ...seen, version: 2 },
      },
    },
  },
  {
    write: removeChannelAccount(seen, NOW),
    accepts: { "the account that was read": seen },
    refuses: {
      versionAsSeen: {
        "one that another request has changed": { ...seen, version: 4 },
        "none at all": undefined,
      },
    },
  },
];
