import { describeWrites } from "../../foundation/store/write-cases.ts";
import { ORDER_WRITES } from "./order-writes.ts";

describeWrites(ORDER_WRITES);
