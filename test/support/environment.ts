import { constants, createContext } from "node:vm";
import { TestEnvironment } from "jest-environment-node";
import type { WireAnswer } from "./answers/document.ts";
import { documentedFault } from "./answers/seen.ts";

/** What a context of its own has, and Jest replaces by what the process has: one class each, whoever made the bytes. */
const SHARED: ReadonlySet<PropertyKey> = new Set(["Buffer", "ArrayBuffer", "Uint8Array"]);

type FakeTimers = new (of: {
  config: object;
  global: object;
}) => NonNullable<InstanceType<typeof TestEnvironment>["fakeTimersModern"]>;

/**
 * Jest's environment with an ordinary global object. In Jest's own each look-up of a global, `Object` or `JSON` too, goes through
 * a proxy: a sixth of a test file's time.
 */
export default class PlainEnvironment extends TestEnvironment {
  constructor(...args: ConstructorParameters<typeof TestEnvironment>) {
    super(...args);
    const plain = createContext(constants.DONT_CONTEXTIFY) as typeof this.global;
    const ours = new Set(Reflect.ownKeys(plain).filter((key) => !SHARED.has(key)));
    for (const key of Reflect.ownKeys(this.global)) if (!ours.has(key)) share(key, this.global, plain);
    plain.global = plain;
    const { projectConfig } = args[0];
    // What a test finds by chance, another run of it may not find.
    const counts = projectConfig.testEnvironmentOptions.byChance !== true;
    plain.documentedFault = (answer: WireAnswer) => documentedFault(answer, { counts });
    plain.Error.stackTraceLimit = this.global.Error.stackTraceLimit;
    this.global = plain;
    this.context = plain;
    const { fakeTimersModern: timers } = this;
    if (timers)
      this.fakeTimersModern = new (timers.constructor as FakeTimers)({ config: args[0].projectConfig, global: plain });
  }
}

/** What is made at its first use stays so: most files use few of them. */
function share(key: PropertyKey, from: object, to: object): void {
  const descriptor = Object.getOwnPropertyDescriptor(from, key) as PropertyDescriptor;
  if ("value" in descriptor) {
    Object.defineProperty(to, key, descriptor);
    return;
  }
  const { enumerable = false } = descriptor;
  const set = (value: unknown) =>
    void Object.defineProperty(to, key, { configurable: true, writable: true, enumerable, value });
  const get = () => {
    const value = Reflect.get(from, key);
    set(value);
    return value;
  };
  Object.defineProperty(to, key, { configurable: true, enumerable, get, set });
}
