import { describe, expect, test } from "@jest/globals";
import { withRelease } from "../../../tools/release/notes.ts";
import { judgeVersion } from "../../../tools/release/release.ts";
import { isLater } from "../../../tools/release/releases.ts";

const LOG = "# Changelog\n\nAbout it.\n\n## [Unreleased]\n\nNothing has been released yet.\n\n### Added\n\n- Sums.\n";

describe("release notes", () => {
  const first = withRelease(LOG, "0.1.0", "2026-11-27");

  test("what was unreleased stands under its version, and the next release begins empty", () => {
    expect(first).toBe(
      "# Changelog\n\nAbout it.\n\n## [Unreleased]\n\nNothing yet.\n\n## [0.1.0] - 2026-11-27\n\n### Added\n\n- Sums.\n",
    );
  });

  test("the next one stands above the last", () => {
    const log = first.replace("Nothing yet.", "### Fixed\n\n- A sum.");
    const second = withRelease(log, "0.1.1", "2026-11-28");
    expect(second).toBe(first.replace("## [0.1.0]", "## [0.1.1] - 2026-11-28\n\n### Fixed\n\n- A sum.\n\n## [0.1.0]"));
  });

  test("a second run changes nothing", () => {
    expect(withRelease(first, "0.1.0", "2026-11-28")).toBe(first);
  });

  test("a release has something to say", () => {
    expect(() => withRelease(first, "0.1.1", "2026-11-28")).toThrow("says nothing");
    expect(() => withRelease("# Changelog\n", "0.1.1", "2026-11-28")).toThrow('no section "## [Unreleased]"');
  });
});

describe("a version", () => {
  const past = { tags: ["v0.1.0"], versions: ["0.1.0", "0.2.0"] };

  test.each([
    ["1.0", "is no version"],
    ["v0.3.0", "is no version"],
    ["0.1.0", "0.1.0 has been released"],
    ["0.1.9", "0.1.9 does not come after 0.2.0"],
  ])("%s is refused: %s", (version, sentence) => {
    expect(() => judgeVersion(version, past)).toThrow(sentence);
  });

  test.each(["0.2.0", "0.2.1", "0.10.0", "1.0.0"])("%s may be released, again while it has no tag", (version) => {
    expect(() => judgeVersion(version, past)).not.toThrow();
  });

  test("numbers are compared as numbers", () => {
    expect([isLater("0.10.0", "0.9.9"), isLater("0.9.9", "0.10.0"), isLater("1.0.0", "1.0.0")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
