import { ORDER_ROUTES } from "../../../contract/routes/orders.ts";
import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { orderRoutes } from "./routes.ts";

export const handler = api(ORDER_ROUTES, orderRoutes, httpDeps());
