import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { cli, tempFolder } from "../cli-run.ts";

let temp: ReturnType<typeof tempFolder>;
let out: string;
beforeEach(() => {
  temp = tempFolder();
  out = join(temp.folder, "codes.csv");
});
afterEach(() => temp.remove());

/** A campaign whose numbers `isGenerated` has: the others are a merchant's own codes, or were refused. */
function campaign(codesIssued: number, nextN: number, isGenerated: (n: number) => boolean = () => true) {
  const asked: { from: number; count: number }[] = [];
  const broken = { at: Number.POSITIVE_INFINITY };
  const fetch = async (url: string, { body }: RequestInit) => {
    if (!url.endsWith("/exports")) return Response.json({ campaignId: "cam_1", codesIssued });
    const { from, count } = JSON.parse(String(body));
    if (from >= broken.at) throw new TypeError("fetch failed");
    asked.push({ from, count });
    let csv = "code,codeId,status\r\n";
    for (let n = from; n < Math.min(from + count, nextN); n++) if (isGenerated(n)) csv += `C-${n},cod_${n},ACTIVE\r\n`;
    return new Response(csv, { headers: { "content-type": "text/csv; charset=utf-8" } });
  };
  return { fetch, asked, broken };
}
const linesOf = (csv: string) => csv.split("\r\n").slice(0, -1);

test("goes through all numbers, with one header", async () => {
  const { fetch, asked } = campaign(20_001, 20_001);
  const { exit, stdout, stderr } = await cli(["codes", "export", "cam_1"], { fetch });
  expect(exit).toBe(0);
  expect(linesOf(stdout)).toHaveLength(20_002);
  expect(linesOf(stdout).filter((line) => line.startsWith("code,"))).toHaveLength(1);
  expect(new Set(linesOf(stdout)).size).toBe(20_002);
  expect(asked.map(({ from }) => from)).toEqual([0, 10_000, 20_000]);
  expect(stderr).toBe("20,001 codes.\n");
});

test("to a file: there when all of it is, for its owner alone, instead of what was there", async () => {
  writeFileSync(out, "old", { mode: 0o644 });
  const { fetch } = campaign(3, 3);
  const { exit, stdout, stderr } = await cli(["codes", "export", "cam_1", "--out", out], { fetch });
  expect([exit, stdout, stderr]).toEqual([0, "", `3 codes in ${out}.\n`]);
  expect(readFileSync(out, "utf8")).toBe(
    "code,codeId,status\r\nC-0,cod_0,ACTIVE\r\nC-1,cod_1,ACTIVE\r\nC-2,cod_2,ACTIVE\r\n",
  );
  expect(statSync(out).mode & 0o777).toBe(0o600);
});

test("what is there and is no file stays: no code is asked for", async () => {
  const { fetch, asked } = campaign(3, 3);
  const { exit, stderr } = await cli(["codes", "export", "cam_1", "--out", temp.folder], { fetch });
  expect([exit, stderr, asked]).toEqual([1, `${temp.folder} is there already, and no file.\n`, []]);
});

test("a file that cannot get its name leaves no codes beside it, and says why", async () => {
  const { fetch } = campaign(3, 3);
  const becomesFolder = (url: string, init: RequestInit) => {
    if (!existsSync(out)) mkdirSync(out);
    return fetch(url, init);
  };
  const start = await cli(["codes", "export", "cam_1", "--out", out], {
    fetch: (url, init) => (url.endsWith("/exports") ? becomesFolder(url, init) : fetch(url, init)),
  });
  expect([start.exit, start.stderr]).toEqual([1, expect.stringContaining("EISDIR")]);
  expect(readdirSync(temp.folder)).toEqual(["codes.csv"]);
});

describe("when the API goes away in between", () => {
  test("there is no file, and nothing beside it", async () => {
    const { fetch, broken } = campaign(20_001, 20_001);
    broken.at = 10_000;
    expect((await cli(["codes", "export", "cam_1", "--out", out], { fetch })).exit).toBe(1);
    expect([existsSync(out), readdirSync(temp.folder)]).toEqual([false, []]);
  });

  test("on standard output it says from which number to go on", async () => {
    const { fetch, broken } = campaign(20_001, 20_001);
    broken.at = 10_000;
    const { exit, stdout, stderr } = await cli(["codes", "export", "cam_1"], { fetch });
    expect([exit, linesOf(stdout).length, stderr]).toEqual([1, 10_001, expect.stringContaining("--from 10000")]);
    const rest = await cli(["codes", "export", "cam_1", "--from", "10000"], { fetch: campaign(20_001, 20_001).fetch });
    expect(linesOf(rest.stdout).slice(1)).toHaveLength(10_001);
  });
});

test("own codes are not in it, and do not end it: so are as many numbers that were refused", async () => {
  // 10,000 own codes, brought twice; then one is generated.
  const { fetch } = campaign(10_001, 20_001, (n) => n === 20_000);
  const { stdout, stderr } = await cli(["codes", "export", "cam_1"], { fetch });
  expect(linesOf(stdout).slice(1)).toEqual(["C-20000,cod_20000,ACTIVE"]);
  expect(stderr).toBe("1 code. The campaign has issued 10001: the others are your own.\n");
});

test("so many numbers and no more, as JSON lines", async () => {
  const { fetch, asked } = campaign(100, 100);
  const { lines } = await cli(["codes", "export", "cam_1", "--from", "5", "--count", "2", "--json"], { fetch });
  expect(lines()).toEqual([
    { code: "C-5", codeId: "cod_5", status: "ACTIVE" },
    { code: "C-6", codeId: "cod_6", status: "ACTIVE" },
  ]);
  expect(asked).toEqual([{ from: 5, count: 2 }]);
});

test("a file is CSV: not with --json", async () => {
  expect((await cli(["codes", "export", "cam_1", "--out", out, "--json"])).exit).toBe(1);
});
