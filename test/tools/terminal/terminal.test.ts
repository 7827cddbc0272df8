import { expect, test } from "@jest/globals";
import { Progress } from "../../../tools/terminal/terminal.ts";

function screen(isTTY: boolean) {
  const written: string[] = [];
  const out = { isTTY, columns: 60, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  return { progress: new Progress(out as unknown as NodeJS.WriteStream), text: () => written.join("") };
}

test("where lines cannot be rewritten, a part that takes long has a line when it begins and one when it is ready", async () => {
  const { progress, text } = screen(false);
  await progress.part(
    "template",
    (tell) => tell("bundling"),
    () => "2 stacks",
  );
  expect(text().replaceAll(/ +\d+ ms/g, " N ms")).toBe(
    "  template              bundling ...\n  template N ms  2 stacks\n",
  );
});

test("on a terminal one line says what is under way, and gives way to what is printed meanwhile", async () => {
  const { progress, text } = screen(true);
  await progress.part(
    "template",
    (tell) => {
      tell("bundling");
      progress.note("a note");
    },
    () => "2 stacks",
  );
  const lines = text().split("\u001b[2K");
  expect(lines[1]).toContain("template         0 s  bundling ...");
  expect(lines[2]).toBe("  a note\n\r");
  expect(lines.at(-1)).toMatch(/^ {2}template {3,}\d+ ms {2}2 stacks\n$/);
});

test("a part that fails takes its line along", async () => {
  const { progress, text } = screen(true);
  const failing = progress.part(
    "template",
    (tell) => {
      tell("bundling");
      throw new Error("no");
    },
    () => "",
  );
  await expect(failing).rejects.toThrow("no");
  expect(text().endsWith("\r\u001b[2K")).toBe(true);
});
