import { principalOf, sendJson, type RouteTools } from "@underclaim/runtime";
import { z } from "zod";
import { channelHealth, type ChannelHealthSources } from "../health/channel-health.ts";
import { SmsChannelHealth } from "../model/channel-health.ts";
import { providerModelOf, SmsProvider } from "../model/provider-model.ts";
import { senderIdentityOf, SmsSenderIdentity } from "../model/sender-identity.ts";

const ChannelHealthReply = z
  .strictObject({
    channels: z.array(SmsChannelHealth),
    senders: z.array(SmsSenderIdentity).describe("As configured (§21)."),
    providers: z.array(SmsProvider).describe("The tenant's accounts (§17)."),
  })
  .meta({ id: "ChannelHealthReply" });

/** SmsAdapterSpecification §26, §31.2. */
export function channelHealthRoutes({ route }: RouteTools, sources: ChannelHealthSources): void {
  route({
    method: "GET",
    path: "/sms/channel-health",
    access: "events:read",
    summary:
      "Senders and accounts, and how messages fared through them lately: a view, never evidence.",
    replies: { 200: { description: "The channels.", schema: ChannelHealthReply } },
    handler(request, reply) {
      const { tenant } = principalOf(request);
      const { kit } = sources;
      return sendJson(reply, 200, {
        channels: channelHealth(sources, tenant),
        senders: kit.settings.senders.map(senderIdentityOf),
        providers: kit.accounts.flatMap((account, index) =>
          account.tenant === tenant ? [providerModelOf(account, index)] : [],
        ),
      });
    },
  });
}
