import { NOTIFICATION_ROUTES } from "../../../contract/routes/notifications.ts";
import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { notificationRoutes } from "./routes.ts";

export const handler = api(NOTIFICATION_ROUTES, notificationRoutes, httpDeps({ cipher: true }));
