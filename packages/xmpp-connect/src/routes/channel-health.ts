import { principalOf, sendJson, type RouteTools } from "@underclaim/runtime";
import { z } from "zod";
import type { XmppKit } from "../kit.ts";
import { channelHealthOf, XmppChannelHealth } from "../model/channel-health.ts";
import { providerModelOf, XmppProvider } from "../model/provider-model.ts";
import type { XmppTransport } from "../provider/port.ts";

const ChannelHealthReply = z
  .strictObject({
    channels: z.array(XmppChannelHealth),
    providers: z.array(XmppProvider).describe("The tenant's accounts (§22)."),
  })
  .meta({ id: "XmppChannelHealthReply" });

export interface ChannelHealthOptions {
  readonly kit: Pick<XmppKit, "accounts">;
  readonly transports: readonly XmppTransport[];
}

/** XmppAdapterSpecification §26, §31.2. */
export function channelHealthRoutes({ route }: RouteTools, options: ChannelHealthOptions): void {
  const { kit, transports } = options;
  route({
    method: "GET",
    path: "/xmpp/channel-health",
    access: "events:read",
    summary: "The accounts' sessions: a view, never evidence.",
    replies: { 200: { description: "One for each account.", schema: ChannelHealthReply } },
    handler(request, reply) {
      const { tenant } = principalOf(request);
      const own = kit.accounts.flatMap((account, index) => {
        const transport = transports.find((each) => each.account === account.account);
        return account.tenant === tenant && transport !== undefined
          ? [{ account, transport, index }]
          : [];
      });
      return sendJson(reply, 200, {
        channels: own.map(({ account, transport }) =>
          channelHealthOf(account, transport.channel()),
        ),
        providers: own.map(({ account, transport, index }) =>
          providerModelOf(account, transport.features(), index),
        ),
      });
    },
  });
}
