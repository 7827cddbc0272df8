import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { behindEdge } from "../../middleware/behind-edge.ts";
import { consoleHandler } from "./console-handler.ts";
import { consoleFiles } from "./files.ts";

/** Beside the bundle of this function; `lib/console-bundle.ts` puts them there. */
const FOLDER = join(import.meta.dirname, "console");

const contents = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), "utf8")] as const);

export const handler = behindEdge(consoleHandler(consoleFiles(contents)));
