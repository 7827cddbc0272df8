import { describeWrites } from "../../foundation/store/write-cases.ts";
import { SAGA_WRITES } from "./saga-writes.ts";

describeWrites(SAGA_WRITES);
