import { getOverview, type OverviewDeps } from "../../../core/foundation/services/overview.ts";
import { ok, routeDefiner } from "../define-route.ts";

export const overviewRoutes = [
  routeDefiner<OverviewDeps>()({
    key: "GET /v1/overview",
    handle: async ({ deps }) => ok(await getOverview(deps)),
  }),
];
