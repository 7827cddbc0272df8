import { describeWrites } from "../../foundation/store/write-cases.ts";
import { ACCOUNT_WRITES } from "./account-writes.ts";

describeWrites(ACCOUNT_WRITES);
