import { describeWrites } from "../../foundation/store/write-cases.ts";
import { CHANNEL_ACCOUNT_WRITES } from "./channel-account-writes.ts";

describeWrites(CHANNEL_ACCOUNT_WRITES);
