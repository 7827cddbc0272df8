import type { Inbox } from "./listener.ts";
import type { Person } from "./person.ts";
import type { Wire } from "./wire.ts";

/** What every checklist is given, beside its account. */
export interface Bench {
  wire: Wire;
  person?: Person | undefined;
  inbox?: Inbox | undefined;
  /** Where the vendor reaches the inbox. */
  notifyUrl: string;
  /** Milliseconds since 1970. */
  clock(): number;
}

/** As long as a vendor is given when the check waits for it alone. */
export const CALL_TIMEOUT_MS = 20_000;
/** Our clock, when it is wrong. Vendors that look at it tolerate minutes. */
export const SKEW_MS = 3_600_000;
/** In our ids; some vendors take only so many characters of a number. */
export const TENANT_ID = "check";
export const LONGEST_TENANT_ID = "a-merchant-with-the-longest-name";
