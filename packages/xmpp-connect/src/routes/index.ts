// The standalone API of XmppAdapterSpecification §31.2, thin over the same intake.
import type { AdapterRuntime, Clock, Ids, Log, RouteTools, Store } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import type { XmppTransport } from "../provider/port.ts";
import { channelHealthRoutes } from "./channel-health.ts";
import { messageRoutes } from "./messages.ts";
import { replyTextRoutes } from "./reply-texts.ts";
import { rosterRoutes } from "./roster.ts";
import { nodeRoutes } from "./nodes.ts";
import { roomRoutes } from "./rooms.ts";
import { sendRoutes } from "./send.ts";

export interface XmppRouteOptions {
  readonly runtime: AdapterRuntime;
  readonly kit: XmppKit;
  readonly transports: readonly XmppTransport[];
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export function xmppRoutes(tools: RouteTools, options: XmppRouteOptions): void {
  sendRoutes(tools, options);
  roomRoutes(tools, options);
  nodeRoutes(tools, options);
  messageRoutes(tools, options);
  replyTextRoutes(tools, options);
  rosterRoutes(tools, options);
  channelHealthRoutes(tools, options);
}
