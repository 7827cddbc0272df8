import { describeWrites } from "../../foundation/store/write-cases.ts";
import { NOTIFICATION_WRITES } from "./notification-writes.ts";

describeWrites(NOTIFICATION_WRITES);
