import { parseArgs } from "node:util";
import { buildApp } from "fauxqs";
import { REGION } from "./addresses.ts";

/** The queue server, in the process that `startQueueServer` makes for it. */
const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
const app = buildApp({ logger: false, defaultRegion: REGION });
process.on("SIGTERM", () => void app.close().then(() => process.exit(0)));
await app.listen({ host: "127.0.0.1", port: Number(values.port) });
