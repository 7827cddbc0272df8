import { describeWrites } from "../../foundation/store/write-cases.ts";
import { ENDPOINT_WRITES } from "./endpoint-writes.ts";

describeWrites(ENDPOINT_WRITES);
