import { ACCESS_ROUTES } from "../../../contract/routes/access.ts";
import type { MerchantDeps } from "../../../core/access/services/deps.ts";
import { api } from "../../middleware/api.ts";
import { merchantPorts } from "../../runtime/merchant-ports.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { channelAccountRoutes } from "./channel-routes.ts";
import { accessRoutes } from "./routes.ts";

// A key that is shown once is kept encrypted for its replays, and accounts at channels are kept encrypted.
const base = httpDeps({ cipher: true });

export const handler = api(
  ACCESS_ROUTES,
  [...accessRoutes, ...channelAccountRoutes],
  async (): Promise<MerchantDeps> => {
    const deps = await base();
    return { ...deps, ...merchantPorts(deps) };
  },
);
