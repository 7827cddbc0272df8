import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Client } from "./api/client.ts";
import type { Clock, Session } from "./session/session.ts";

/** What every part of the console may ask for. Made once, in `main.tsx`: nothing below it reads a clock or calls `fetch` by itself. */
export interface AppContext {
  session: Session;
  client: Client;
  clock: Clock;
  /** An Idempotency-Key, and whatever else must be unlike any other. */
  unique(): string;
}

const Context = createContext<AppContext | undefined>(undefined);

export const AppProvider = Context.Provider;

export function useApp(): AppContext {
  const app = useContext(Context);
  if (app === undefined) throw new Error("outside of the console");
  return app;
}
