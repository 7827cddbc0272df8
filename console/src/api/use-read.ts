import { useCallback, useEffect, useState } from "preact/hooks";
import { useApp } from "../app-context.ts";
import { addressOf, type Query } from "./client.ts";
import { ApiError } from "./problem.ts";

export interface Read<T> {
  /** The last answer, which stays while it is read again. */
  data: T | undefined;
  error: ApiError | undefined;
  isLoading: boolean;
  reload(): void;
}

/** Reads, and reads again when path, query, `since` or `reload` say so. `undefined`: nothing is asked for yet. */
export function useRead<T>(path: string | undefined, query: Query = {}, since = ""): Read<T> {
  const { client } = useApp();
  const address = path === undefined ? undefined : addressOf(path, query);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ address?: string; data?: T; error?: ApiError; isLoading: boolean }>({
    isLoading: address !== undefined,
  });
  useEffect(() => {
    if (address === undefined) return;
    const stop = new AbortController();
    setState((before) => ({ ...(before.address === address ? before : { address }), isLoading: true }));
    client.get<T>(address, {}, stop.signal).then(
      (data) => !stop.signal.aborted && setState({ address, data, isLoading: false }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const told = error instanceof ApiError ? error : new ApiError(String(error));
        setState((before) => ({
          address,
          error: told,
          isLoading: false,
          ...(before.data !== undefined && before.address === address ? { data: before.data } : {}),
        }));
      },
    );
    return () => stop.abort();
  }, [client, address, turn, since]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const isCurrent = state.address === address;
  return {
    data: isCurrent ? state.data : undefined,
    error: isCurrent ? state.error : undefined,
    isLoading: address !== undefined && (!isCurrent || state.isLoading),
    reload,
  };
}
