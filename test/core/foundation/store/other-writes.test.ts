import { OTHER_WRITES } from "./other-writes.ts";
import { describeWrites } from "./write-cases.ts";

describeWrites(OTHER_WRITES);
