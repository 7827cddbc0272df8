import { TerminalError } from "../domain/errors.ts";
import { listSpread, shardsOf } from "../domain/spreads.ts";
import { LIST_OF_TENANTS, listOfAll, listsOfAllTenants, stateShards, tenantOfKey } from "../store/keys.ts";
import type { Caller, Deps } from "./deps.ts";

/**
 * Which partitions of which index make up a list, merged by their sort key. While a row stays in one of them it is found,
 * however long the reading takes: a list of one state reads that state's alone, a list of all states those that no row leaves.
 * Index `all` has every tenant's, and no parts by state.
 */
export type ListParts = { index: "state" | "list" | "all" | "owner" | "resource"; partitions: string[] };

/** Of so many tenants the lists by a name that each gives for itself are asked one by one. */
const TENANTS_MAX = 100;
/** Of one state those of so many, as long as these are no more partitions: a usual list of each of a hundred tenants. */
const PARTITIONS_MAX = 800;

/** What a list's query says of whose rows it wants. */
interface Whose {
  tenantId?: string | undefined;
}

/** The parts of a list: one tenant's rows, of one state or of all; or every tenant's, whatever state they are in. */
export function partsOf(
  tenantId: string | undefined,
  kind: string,
  ofState?: (tenantId: string, shard: number) => string,
): ListParts {
  if (tenantId === undefined) return { index: "all", partitions: listsOfAllTenants(kind) };
  const partitionOf = ofState ?? ((owner: string, shard: number) => listOfAll(kind, owner, shard));
  const shards = ofState ? stateShards(kind) : shardsOf(listSpread(kind));
  return { index: ofState ? "state" : "list", partitions: shards.map((shard) => partitionOf(tenantId, shard)) };
}

/** Whose rows a list shows; `undefined`: every tenant's. `parameter`: where its query names the tenant. */
export function tenantOfList(caller: Caller, page: Whose, parameter = "tenantId"): string | undefined {
  return caller.kind === "tenant" ? ownTenant(caller.tenantId, page, parameter) : page.tenantId;
}

/** Of a status, by which rows can be looked for in all tenants' only while these are few: else it is a filter over all of their rows. */
export async function partsOfStatus(
  deps: Deps,
  tenantId: string | undefined,
  kind: string,
  ofStatus: ((tenantId: string, shard: number) => string) | undefined,
): Promise<ListParts> {
  const tenants = tenantId === undefined && ofStatus ? await fewTenants(deps) : undefined;
  const shards = stateShards(kind);
  if (!tenants || !ofStatus || tenants.length * shards.length > PARTITIONS_MAX)
    return partsOf(tenantId, kind, ofStatus);
  return { index: "state", partitions: tenants.flatMap((each) => shards.map((shard) => ofStatus(each, shard))) };
}

/** In whose rows a name is looked for that merchants give: a user, a number, a batch. Each has names of its own. */
export async function tenantsOf(deps: Deps, caller: Caller, page: Whose): Promise<string[]> {
  const tenantId = tenantOfList(caller, page);
  const tenants = tenantId === undefined ? await fewTenants(deps) : [tenantId];
  if (tenants) return tenants;
  throw new TerminalError("request-invalid", "there are too many tenants for one list", {
    errors: [{ pointer: "/query/tenantId", detail: "name the tenant whose rows to list" }],
  });
}

/** All tenants; `undefined`: there are too many to ask each for its rows. */
async function fewTenants(deps: Deps): Promise<string[] | undefined> {
  const { items } = await deps.tables.query("main", {
    index: "state",
    partition: ["statePk", LIST_OF_TENANTS],
    // One more: a page that is full could not be told from the last one.
    limit: TENANTS_MAX + 1,
  });
  return items.length > TENANTS_MAX ? undefined : items.map(tenantOfKey);
}

/** A tenant may name itself; naming another is refused rather than ignored. */
export function ownTenant(tenantId: string, page: Whose, parameter = "tenantId"): string {
  if (page.tenantId === undefined || page.tenantId === tenantId) return tenantId;
  throw new TerminalError("request-invalid", "only operators read other tenants' rows", {
    errors: [{ pointer: `/query/${parameter}`, detail: "is for operators only" }],
  });
}
