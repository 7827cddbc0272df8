import { expect, test } from "@jest/globals";
import { Screen } from "../../../tools/terminal/screen.ts";

function shown(isTTY: boolean) {
  const written: string[] = [];
  const out = { isTTY, columns: 60, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  return { screen: new Screen(out as unknown as NodeJS.WriteStream), text: () => written.join("") };
}

test("where lines cannot be rewritten, a part that takes long has a line when it begins and one when it is ready", async () => {
  const { screen, text } = shown(false);
  await screen.part(
    "template",
    (tell) => tell("bundling"),
    () => "2 stacks",
  );
  expect(text().replaceAll(/ +\d+ ms/g, " N ms")).toBe(
    "  template              bundling ...\n  template N ms  2 stacks\n",
  );
});

test("on a terminal one line says what is under way, and gives way to what is printed meanwhile", async () => {
  const { screen, text } = shown(true);
  await screen.part(
    "template",
    (tell) => {
      tell("bundling");
      screen.line("a note");
    },
    () => "2 stacks",
  );
  const lines = text().split("\u001b[2K");
  expect(lines[1]).toContain("template         0 s  bundling ...");
  expect(lines[2]).toBe("a note\n\r");
  expect(lines.at(-1)).toMatch(/^ {2}template {3,}\d+ ms {2}2 stacks\n$/);
});

test("a part that fails takes its line along", async () => {
  const { screen, text } = shown(true);
  const failing = screen.part(
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
