import { expect, test } from "@jest/globals";
import { cliModule, QuickClock } from "./cli-run.ts";

interface Screen {
  progress: (done: number, total: number, what: string) => void;
  note: (text: string) => void;
  result: (text: string) => void;
  json: (value: unknown) => void;
}
const { Screen } = await cliModule<{ Screen: new (io: object, isJson: boolean) => Screen }>("screen.js");

function screenOn(isTTY: boolean, columns = 80) {
  const written = { stdout: "", stderr: "" };
  const clock = new QuickClock();
  const out = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTTY,
    columns,
  });
  const io = { env: { NO_COLOR: "1" }, clock, stdout: out("stdout"), stderr: out("stderr") };
  return { screen: new Screen(io, false), written, clock };
}

test("on a terminal the bar is rewritten in place, and gone before anything else is printed", () => {
  const { screen, written } = screenOn(true);
  screen.progress(0, 200, "submitted");
  screen.progress(100, 200, "submitted");
  screen.result("done");
  screen.note("that was it");
  expect(written.stderr).toBe(
    `\r\u001b[2K${"░".repeat(24)} 0 of 200 submitted\r\u001b[2K${"█".repeat(12)}${"░".repeat(12)} 100 of 200 submitted` +
      "\r\u001b[2Kthat was it\n",
  );
  expect(written.stdout).toBe("done\n");
});

test("the bar never breaks a line, and bears having nothing to do", () => {
  const { screen, written } = screenOn(true, 40);
  screen.progress(0, 0, "of something that has a long name");
  expect([...written.stderr.replace("\r\u001b[2K", "")].length).toBeLessThan(40);
});

test("elsewhere there is a line each ten seconds, and no control character", () => {
  const { screen, written, clock } = screenOn(false);
  screen.progress(0, 300, "submitted");
  clock.nowMs += 10_000;
  screen.progress(100, 300, "submitted");
  screen.progress(200, 300, "submitted");
  clock.nowMs += 10_000;
  screen.progress(300, 300, "submitted");
  expect(written.stderr).toBe("100 of 300 submitted\n300 of 300 submitted\n");
});

test("a line of JSON is one line, and moves no cursor", () => {
  const { screen, written } = screenOn(true);
  const value = { label: "a\u001b[2J\u009b2J\u2028\u007f\n" };
  screen.json(value);
  expect(written.stdout).toBe('{"label":"a\\u001b[2J\\u009b2J\\u2028\\u007f\\n"}\n');
  expect(JSON.parse(written.stdout)).toEqual(value);
});
