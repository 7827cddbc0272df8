import { describeWrites } from "../../foundation/store/write-cases.ts";
import { ACCESS_WRITES } from "./access-writes.ts";

describeWrites(ACCESS_WRITES);
