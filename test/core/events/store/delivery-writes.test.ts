import { describeWrites } from "../../foundation/store/write-cases.ts";
import { DELIVERY_WRITES } from "./delivery-writes.ts";

describeWrites(DELIVERY_WRITES);
