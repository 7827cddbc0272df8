import { PLATFORM_ROUTES } from "../../../contract/routes/platform.ts";
import { countFailing } from "../../../core/events/store/endpoint-health-store.ts";
import { api } from "../../middleware/api.ts";
import { queueDepths } from "../../runtime/queue-depths.ts";
import { environment } from "../../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../../runtime/tables.ts";
import { overviewRoutes } from "./routes.ts";

const base = baseDeps(environment(...TABLE_VARIABLES));
const deps = { ...base, queueDepths: queueDepths(), failingEndpoints: () => countFailing(base.tables) };

export const handler = api(PLATFORM_ROUTES, overviewRoutes, async () => deps);
