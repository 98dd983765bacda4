// POST /xmpp/muc/{room}/send (XmppAdapterSpecification §31.2). A path carries no address: the room is named as configured, or by its
// endpoint id.
import {
  answerAction,
  principalOf,
  sendJson,
  sendNotFound,
  timestamp,
  type AdapterRuntime,
  type Clock,
  type Ids,
  type RouteTools,
} from "@underclaim/runtime";
import { z } from "zod";
import type { XmppKit } from "../kit.ts";
import { roomViewOf, XmppMucRoom } from "../model/room.ts";
import type { XmppTransport } from "../provider/port.ts";
import { configuredRooms } from "../rooms/configured.ts";
import { findNamed } from "./named.ts";
import { notFound } from "./replies.ts";
import { actionOf, BODY_OR_TEMPLATE, bodyOrTemplate, messageFields, SEND_REPLIES } from "./send.ts";

const RoomSend = z
  .strictObject(messageFields)
  .refine(bodyOrTemplate, BODY_OR_TEMPLATE)
  .meta({ id: "XmppRoomSend", description: "One message to one room, in no coordination case." });

const Room = z.strictObject({
  room: z
    .string()
    .min(1)
    .max(256)
    .describe("The room's name in the configuration, or its endpoint id."),
});

const Rooms = z
  .strictObject({
    rooms: z.array(
      z.strictObject({ account: z.string(), endpoint_id: z.string(), room: XmppMucRoom }),
    ),
  })
  .meta({ id: "XmppRooms" });

export interface RoomRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "submit">;
  readonly kit: XmppKit;
  readonly transports: readonly XmppTransport[];
  readonly clock: Pick<Clock, "now">;
  readonly ids: Ids;
}

export function roomRoutes({ route }: RouteTools, options: RoomRouteOptions): void {
  const { runtime, kit, transports, clock, ids } = options;
  route({
    method: "POST",
    path: "/xmpp/muc/:room/send",
    access: "actions:write",
    summary: "Send one message to a room that an account is in, now or at send_at.",
    params: Room,
    body: RoomSend,
    replies: { ...SEND_REPLIES, 404: notFound("No such room is configured.") },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const named = request.params.room;
      const { account } = request.body;
      const found = findNamed(configuredRooms(kit, tenant), { named, account }, ({ room }) => [
        room.name,
        kit.jidId(room.room),
      ]);
      if (found === undefined) return sendNotFound(reply);
      const asked = actionOf(
        { ...request.body, account: found.account.account },
        {
          tenant,
          request: ids.next("req"),
          at: timestamp(clock.now()),
          channel: "xmpp_muc",
          target: { endpoint_type: "muc_room_jid", value: found.room.room },
        },
      );
      return answerAction(reply, await runtime.submit(tenant, asked, { local: true }));
    },
  });

  route({
    method: "GET",
    path: "/xmpp/muc",
    access: "content:read",
    summary: "The rooms that the tenant's accounts are configured to be in, and how they stand.",
    replies: { 200: { description: "By account.", schema: Rooms } },
    handler(request, reply) {
      const { tenant } = principalOf(request);
      return sendJson(reply, 200, {
        rooms: configuredRooms(kit, tenant).flatMap(({ account, room }) => {
          const standing = transports
            .find((each) => each.account === account.account)
            ?.rooms?.()
            .find(({ name }) => name === room.name);
          return standing === undefined
            ? []
            : [
                {
                  account: account.account,
                  endpoint_id: kit.jidId(room.room),
                  room: roomViewOf(room.room, standing),
                },
              ];
        }),
      });
    },
  });
}
