import { describeWrites } from "../../foundation/store/write-cases.ts";
import { WITHDRAWAL_WRITES } from "./withdrawal-writes.ts";

describeWrites(WITHDRAWAL_WRITES);
