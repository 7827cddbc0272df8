import { ACCOUNT_WRITES } from "./account-writes.ts";
import { describeWrites } from "./write-cases.ts";

describeWrites(ACCOUNT_WRITES);
