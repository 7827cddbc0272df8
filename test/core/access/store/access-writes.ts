import { revokeApiKey, rotateApiKey } from "../../../../core/access/store/api-key-store.ts";
import { noteKeyUse } from "../../../../core/access/store/key-use-store.ts";
import {
  checkMerchant,
  createMerchant,
  limitRequests,
  moveMerchant,
} from "../../../../core/access/store/merchant-store.ts";
import { beginSpending, goOnSpending } from "../../../../core/access/store/request-rate-store.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000_000;
const SPENDING = { tenantId: "acme", sinceMs: NOW, costMs: 400 };
const LIMIT = { requestsPerSecond: 100, burst: 500 };
const KEY = { keyId: "K1", tenantId: "acme", scopes: [], secretHash: "seen", createdAt: 1 };

export const ACCESS_WRITES: WriteCase[] = [
  {
    write: rotateApiKey(KEY, { secretHash: "new", previousValidUntil: NOW }),
    accepts: {
      "a key as it was seen": { secretHash: "seen" },
      "one that was rotated before": { ...KEY, previousHash: "old" },
    },
    refuses: {
      isNotRevoked: { "a key that was revoked meanwhile": { secretHash: "seen", revokedAt: 1 } },
      secretAsSeen: { "a key that another request has rotated": { secretHash: "another" } },
    },
  },
  {
    write: revokeApiKey("K1", NOW),
    accepts: { "a key that exists": { keyId: "K1" }, "one that has expired": { keyId: "K1", expiresAt: 1 } },
    refuses: {
      exists: { "a key that does not exist": undefined },
      isNotRevoked: { "a key that was revoked before": { keyId: "K1", revokedAt: 1 } },
    },
  },
  {
    write: noteKeyUse("K1", NOW),
    accepts: { "a key's first use": undefined, "a key that was used an hour ago": { lastUsedAt: NOW - 1 } },
    refuses: {
      isLater: {
        "an hour that is noted already": { lastUsedAt: NOW },
        "an hour that others have left behind": { lastUsedAt: NOW + 1 },
      },
    },
  },
  {
    write: createMerchant({ tenantId: "acme", name: "Acme", country: "US", status: "PENDING", createdAt: NOW }),
    accepts: { "a merchant that is new": undefined },
    refuses: { isNew: { "a tenant that is there already": { tenantId: "acme" } } },
  },
  {
    write: moveMerchant("acme", "activate", NOW),
    accepts: {
      "a merchant that is new": { status: "PENDING" },
      "one that is suspended": { status: "SUSPENDED" },
      "one that is closed": { status: "CLOSED" },
    },
    refuses: {
      statusAllows: {
        "one that another operator has activated": { status: "ACTIVE" },
        "a tenant from before there were merchants, which is active": { tenantId: "acme" },
      },
    },
  },
  {
    write: moveMerchant("acme", "suspend", NOW),
    accepts: {
      "a merchant that is active": { status: "ACTIVE" },
      "a tenant from before there were merchants": { tenantId: "acme" },
    },
    refuses: {
      statusAllows: {
        "one that another operator has suspended": { status: "SUSPENDED" },
        "one that is closed": { status: "CLOSED" },
        "one that was never active": { status: "PENDING" },
      },
    },
  },
  {
    write: checkMerchant("acme", { status: "SUSPENDED" }),
    accepts: { "a merchant as it was read": { status: "SUSPENDED" } },
    refuses: {
      statusAsSeen: {
        "one that was closed meanwhile": { status: "CLOSED" },
        "one that was let in again": { status: "ACTIVE" },
      },
    },
  },
  {
    write: checkMerchant("acme", undefined),
    accepts: { "a tenant from before there were merchants": { tenantId: "acme" } },
    refuses: { statusAsSeen: { "one that has a status since": { status: "SUSPENDED" } } },
  },
  {
    write: moveMerchant("acme", "close", NOW),
    accepts: { "a merchant that is suspended": { status: "SUSPENDED" } },
    refuses: {
      statusAllows: {
        "one that another operator has activated": { status: "ACTIVE" },
        "a tenant from before there were merchants, which is active": { tenantId: "acme" },
        "one that is closed": { status: "CLOSED" },
      },
    },
  },
  {
    write: limitRequests({ tenantId: "acme", requestLimit: LIMIT }, { ...LIMIT, burst: 1000 }, NOW),
    accepts: { "a limit as it was read": { requestLimit: LIMIT } },
    refuses: {
      limitAsSeen: {
        "one that another operator has set meanwhile": { requestLimit: { ...LIMIT, burst: 600 } },
        "a merchant that has none": { tenantId: "acme" },
      },
    },
  },
  {
    write: limitRequests({ tenantId: "acme" }, LIMIT, NOW),
    accepts: { "a merchant's first limit": { tenantId: "acme" } },
    refuses: { limitAsSeen: { "one that another operator has set meanwhile": { requestLimit: LIMIT } } },
  },
  {
    write: beginSpending(SPENDING, NOW),
    accepts: {
      "a merchant's first requests": undefined,
      "those of one that has been quiet": { spentUntil: NOW - 1 },
    },
    refuses: {
      isQuiet: {
        "those that come on top of others": { spentUntil: NOW },
        "those of one that has had too many": { spentUntil: NOW + 60_000 },
      },
    },
  },
  {
    write: goOnSpending(SPENDING, NOW),
    accepts: {
      "requests on top of others": { spentUntil: NOW },
      "those of one that has had too many": { spentUntil: NOW + 60_000 },
    },
    refuses: {
      isBusy: { "those of a merchant that has been quiet": { spentUntil: NOW - 1 } },
    },
  },
];
