import { gzipSync } from "node:zlib";

/** The page's file, which stands at every path that is no other file's. */
export const PAGE = "page.html";
/** Where the others are: their names hold a hash of what is in them. */
export const ASSETS = "/console/assets/";

const TYPES: Record<string, string> = { html: "text/html", js: "text/javascript", css: "text/css" };

/** One file, ready to be sent. */
export interface ConsoleFile {
  contentType: string;
  text: string;
  /** The same, as most browsers ask for it. */
  gzipBase64: string;
}

/** By name. What is not here is not served: no name from outside is ever a path. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

/** Compressed once, while the function loads. */
export function consoleFiles(contents: Iterable<readonly [name: string, text: string]>): ConsoleFiles {
  const files = new Map<string, ConsoleFile>();
  for (const [name, text] of contents) {
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
    if (type === undefined) throw new Error(`A file of the console has no known type: ${name}`);
    const gzipBase64 = gzipSync(text, { level: 9 }).toString("base64");
    files.set(name, { contentType: `${type}; charset=utf-8`, text, gzipBase64 });
  }
  if (!files.has(PAGE)) throw new Error(`The console has no ${PAGE}.`);
  return files;
}
