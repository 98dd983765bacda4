import type { z } from "zod";
import type { TenantId } from "../time-and-ids.ts";
import { principalOf, type Access } from "./guard.ts";
import { sendJson, sendNotFound } from "./problem.ts";
import type { AddRoute, ReplyDoc } from "./route.ts";

/** A GET that shows one thing of the tenant who asks. */
export interface ViewRoute<P extends z.ZodObject> {
  readonly path: string;
  /** Not "open": whose the thing is, the key tells. */
  readonly access: Exclude<Access, "open">;
  readonly summary: string;
  readonly params: P;
  readonly replies: { readonly 200: ReplyDoc; readonly 404: ReplyDoc };
  /** Null: there is no such thing, or it is another tenant's. Both are answered alike. */
  read(tenant: TenantId, params: z.output<P>): Promise<object | null>;
}

/** Adds a route that answers what `read` finds as JSON, or 404. */
export function viewRoute<P extends z.ZodObject>(route: AddRoute, view: ViewRoute<P>): void {
  const { read, ...documented } = view;
  route<P>({
    ...documented,
    method: "GET",
    async handler(request, reply) {
      const found = await read(principalOf(request).tenant, request.params as z.output<P>);
      return found === null ? sendNotFound(reply) : sendJson(reply, 200, found);
    },
  });
}
