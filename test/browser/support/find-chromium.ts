import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
];

/** The browser's program: the one that the environment names, or one where distributions put it. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  const { CHROMIUM_BIN: named } = env;
  return [...(named ? [named] : PLACES)].find((path) => existsSync(path));
}

export const NO_CHROMIUM =
  "No Chromium here: install it (Debian: apt-get install -y --no-install-recommends chromium), or name its program in CHROMIUM_BIN.";
