import { type Forget, forgetRows, rowsOf } from "../../foundation/services/forgetting.ts";
import type { CodeUse } from "../domain/code-use.ts";
import { forgetUse } from "../store/code-use-store.ts";
import { usesOfUser } from "../store/keys.ts";

/** A use has ended with the request that made it; taking it back needs no name. */
export const forgetUses: Forget = (deps, { tenantId, userMark }) =>
  forgetRows(
    deps,
    rowsOf<CodeUse>(deps, [{ index: "owner", partition: ["ownerPk", usesOfUser(tenantId, userMark)] }]),
    (use) => (use.userId === undefined ? undefined : { id: use.codeRedemptionId, write: forgetUse(use) }),
  );
