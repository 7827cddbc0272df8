import { createHash } from "node:crypto";
import { uniqueAt } from "../../foundation/domain/ids.ts";

/** Where something stands in a list, newest first: by its creation, and each time at the same place. */
export const placeAt = (id: string, createdAt: number): string =>
  uniqueAt(createdAt, createHash("sha256").update(id).digest());
