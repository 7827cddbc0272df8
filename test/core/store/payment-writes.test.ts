import { PAYMENT_WRITES } from "./payment-writes.ts";
import { describeWrites } from "./write-cases.ts";

describeWrites(PAYMENT_WRITES);
