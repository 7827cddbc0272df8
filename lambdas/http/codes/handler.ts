import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { orderRoutes } from "./order-routes.ts";
import { codeRoutes } from "./routes.ts";

export const handler = api([...codeRoutes, ...orderRoutes], httpDeps({ cipher: true }));
