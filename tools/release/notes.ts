import { LocalError } from "../../local/local-error.ts";

const UNRELEASED = "## [Unreleased]";
const NOTHING = `${UNRELEASED}\n\nNothing yet.\n`;

/** CHANGELOG.md with what was unreleased under a version and its day; again and again the same. */
export function withRelease(changelog: string, version: string, day: string): string {
  if (changelog.includes(`\n## [${version}]`)) return changelog;
  const at = changelog.indexOf(`\n${UNRELEASED}\n`);
  if (at < 0) throw new LocalError(`CHANGELOG.md has no section "${UNRELEASED}".`);
  const begin = at + 1;
  const next = changelog.indexOf("\n## [", begin + UNRELEASED.length);
  const end = next < 0 ? changelog.length : next + 1;
  const notes = changelog.slice(begin + UNRELEASED.length, end).trim();
  if (!/^- /m.test(notes)) throw new LocalError(`"${UNRELEASED}" in CHANGELOG.md says nothing: what is released?`);
  // The sentence that says that nothing was released goes with its truth.
  const said = notes.replace(/^(?!#)[^\n]*\n+(?=### )/, "");
  const rest = changelog.slice(end);
  return `${changelog.slice(0, begin)}${NOTHING}\n## [${version}] - ${day}\n\n${said}\n${rest === "" ? "" : `\n${rest}`}`;
}
