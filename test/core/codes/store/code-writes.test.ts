import { describeWrites } from "../../foundation/store/write-cases.ts";
import { CODE_WRITES } from "./code-writes.ts";

describeWrites(CODE_WRITES);
