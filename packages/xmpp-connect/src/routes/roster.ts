// GET /xmpp/roster and presence: who is known to the accounts. Addresses are personal: they need the scope content:read.
import {
  principalOf,
  sendJson,
  sendNotFound,
  timestamp,
  type RouteTools,
  type Store,
} from "@underclaim/runtime";
import { z } from "zod";
import type { XmppKit } from "../kit.ts";
import { presenceKey } from "../model/documents.ts";
import { readJid } from "../model/jid.ts";
import { XmppPresenceState } from "../model/presence.ts";
import type { RosterEntry, XmppTransport } from "../provider/port.ts";
import type { KnownPresence } from "../react/standing.ts";
import { notFound } from "./replies.ts";

const Roster = z
  .strictObject({
    accounts: z.array(
      z.strictObject({
        account: z.string(),
        entries: z
          .array(
            z.strictObject({
              jid: z.string(),
              subscription: z.enum(["none", "to", "from", "both", "unknown"]),
              endpoint_id: z.string().describe("What /xmpp/presence is asked by."),
            }),
          )
          .nullable()
          .describe("null: the session has not read it."),
      }),
    ),
  })
  .meta({ id: "XmppRoster" });

const PresenceQuery = z.strictObject({
  jid: z.string().min(1).max(3_071).describe("The bare JID."),
});
const Presences = z
  .strictObject({ presence: z.array(XmppPresenceState) })
  .meta({ id: "XmppPresences" });

export interface RosterRouteOptions {
  readonly kit: XmppKit;
  readonly transports: readonly XmppTransport[];
  readonly store: Pick<Store, "load">;
}

export function rosterRoutes({ route }: RouteTools, options: RosterRouteOptions): void {
  const { kit, transports, store } = options;
  route({
    method: "GET",
    path: "/xmpp/roster",
    access: "content:read",
    summary: "The contacts of the tenant's accounts, as their sessions know them.",
    replies: { 200: { description: "By account.", schema: Roster } },
    handler(request, reply) {
      const { tenant } = principalOf(request);
      const own = kit.accounts.filter((each) => each.tenant === tenant);
      return sendJson(reply, 200, {
        accounts: own.map(({ account }) => ({
          account,
          entries:
            transports
              .find((each) => each.account === account)
              ?.roster?.()
              ?.map((entry: RosterEntry) => ({ ...entry, endpoint_id: kit.jidId(entry.jid) })) ??
            null,
        })),
      });
    },
  });

  // The document's GET /xmpp/presence/{jid} would carry an address in its path: it travels in a body.
  route({
    method: "POST",
    path: "/xmpp/presence",
    access: "content:read",
    summary: "What is known of a JID's presence: reachability, never awareness.",
    body: PresenceQuery,
    replies: {
      200: { description: "By account and resource.", schema: Presences },
      400: notFound("Not a JID."),
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const read = readJid(request.body.jid);
      if (!read.ok) return sendNotFound(reply);
      const { bare } = read.jid;
      const keys = kit.accounts
        .filter((each) => each.tenant === tenant)
        .map(({ account }) => presenceKey(account, kit.jidId(bare)));
      const snapshot = await store.load(
        tenant,
        keys.map((doc) => ({ doc })),
      );
      const known = keys.flatMap((key) => {
        const doc = snapshot.doc(key);
        return doc === null ? [] : [JSON.parse(doc.text) as KnownPresence];
      });
      return sendJson(reply, 200, {
        presence: known.flatMap((each) => statesOf(each, bare, kit.jidId(bare))),
      });
    },
  });
}

const SUBSCRIPTIONS = ["none", "to", "from", "both"] as const;

const statesOf = (known: KnownPresence, bare: string, id: string): XmppPresenceState[] =>
  Object.entries(known.resources).map(([resource, { availability, priority, status, at }]) =>
    XmppPresenceState.parse({
      endpoint_ref: { endpoint_id: id, endpoint_type: "bare_jid" },
      bare_jid: bare,
      resource: resource === "" ? null : resource,
      availability,
      priority,
      status_text: status,
      observed_at: timestamp(at),
      subscription_state: SUBSCRIPTIONS.find((each) => each === known.subscription) ?? "unknown",
      confidence: "medium",
    }),
  );
