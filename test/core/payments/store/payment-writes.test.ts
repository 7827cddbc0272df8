import { describeWrites } from "../../foundation/store/write-cases.ts";
import { PAYMENT_WRITES } from "./payment-writes.ts";

describeWrites(PAYMENT_WRITES);
