import { expect, test } from "@jest/globals";
import { IdleCores } from "../../../local/functions/idle-cores.ts";

test("cores are idle when at least a fifth of the time since the last look was", () => {
  let counted = { idleMs: 1_000, allMs: 10_000 };
  const cores = new IdleCores(() => counted);
  const after = (idleMs: number, allMs: number, now: number) => {
    counted = { idleMs: counted.idleMs + idleMs, allMs: counted.allMs + allMs };
    return cores.areThere(now);
  };
  expect(after(0, 0, 0)).toBe(false);
  expect(after(40, 200, 1_000)).toBe(true);
  expect(after(39, 200, 2_000)).toBe(false);
  // Too soon for the kernel's counters: as it was.
  expect(after(200, 200, 2_050)).toBe(false);
  expect(after(0, 200, 3_000)).toBe(true);
});

test("where the system does not tell, they count as idle", () => {
  expect(new IdleCores(() => ({ idleMs: 0, allMs: 0 })).areThere()).toBe(true);
});

test("this machine's are read", () => {
  expect(typeof new IdleCores().areThere()).toBe("boolean");
});
