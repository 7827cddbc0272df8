import { describeWrites } from "../../foundation/store/write-cases.ts";
import { REDEMPTION_WRITES } from "./redemption-writes.ts";

describeWrites(REDEMPTION_WRITES);
