import { describeWrites } from "../../foundation/store/write-cases.ts";
import { REPLAY_WRITES } from "./replay-writes.ts";

describeWrites(REPLAY_WRITES);
