import { REDEMPTION_WRITES } from "./redemption-writes.ts";
import { describeWrites } from "./write-cases.ts";

describeWrites(REDEMPTION_WRITES);
