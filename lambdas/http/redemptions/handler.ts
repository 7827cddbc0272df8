import { REDEMPTION_ROUTES } from "../../../contract/routes/redemptions.ts";
import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { redemptionRoutes } from "./routes.ts";

export const handler = api(REDEMPTION_ROUTES, redemptionRoutes, httpDeps({ cipher: true }));
