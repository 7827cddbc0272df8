import { describeWrites } from "../../foundation/store/write-cases.ts";
import { ENDPOINT_HEALTH_WRITES } from "./endpoint-health-writes.ts";

describeWrites(ENDPOINT_HEALTH_WRITES);
