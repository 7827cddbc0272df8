import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { notificationRoutes } from "./routes.ts";

export const handler = api(notificationRoutes, httpDeps({ cipher: true }));
