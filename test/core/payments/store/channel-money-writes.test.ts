import { describeWrites } from "../../foundation/store/write-cases.ts";
import { CHANNEL_MONEY_WRITES } from "./channel-money-writes.ts";

describeWrites(CHANNEL_MONEY_WRITES);
