import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

/** Of requests to forget a user there are audit rows alone, in a partition that names nobody. */
export const forgottenKey = (tenantId: string, userMark: string): Key => head(`FORGOTTEN#${tenantId}#${userMark}`);
