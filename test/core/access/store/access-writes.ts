import { createMerchant, moveMerchant } from "../../../../core/access/store/merchant-store.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000_000;

export const ACCESS_WRITES: WriteCase[] = [
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
];
