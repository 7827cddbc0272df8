import { CHANNEL_MONEY_WRITES } from "./channel-money-writes.ts";
import { describeWrites } from "./write-cases.ts";

describeWrites(CHANNEL_MONEY_WRITES);
