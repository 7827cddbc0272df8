import { WITHDRAWAL_ROUTES } from "../../../contract/routes/withdrawals.ts";
import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { withdrawalRoutes } from "./routes.ts";

export const handler = api(WITHDRAWAL_ROUTES, withdrawalRoutes, httpDeps({ cipher: true }));
