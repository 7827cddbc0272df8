import { SAGA_WRITES } from "./saga-writes.ts";
import { describeWrites } from "./write-cases.ts";

describeWrites(SAGA_WRITES);
