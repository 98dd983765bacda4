// Everything that can arrive, by the name it is posted or handed in under.
import type { SourceDefinition } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { linkRequests } from "../links/source.ts";
import { LINK_SOURCE } from "../links/observation.ts";
import { birdEvents } from "./bird/events.ts";
import { messageBirdInbound } from "./bird/messagebird-inbound.ts";
import { messageBirdStatus } from "./bird/messagebird-status.ts";
import { REPORT_SOURCE, reports } from "./reports.ts";
import { sandboxInbound } from "./sandbox/inbound.ts";
import { sandboxStatus } from "./sandbox/status.ts";
import { sinchDeliveryReport } from "./sinch/delivery-report.ts";
import { sinchInbound } from "./sinch/inbound.ts";
import { smppDeliverSm } from "./smpp/deliver-sm.ts";
import { SMPP_DELIVER_SM } from "./smpp/source-name.ts";
import { twilioInbound } from "./twilio/inbound.ts";
import { twilioStatus } from "./twilio/status.ts";
import type { SmsNative } from "./types.ts";
import { vonageDlr } from "./vonage/dlr.ts";
import { vonageInbound } from "./vonage/inbound.ts";
import { vonageMessagesInbound } from "./vonage/messages-inbound.ts";
import { vonageMessagesStatus } from "./vonage/messages-status.ts";

export const smsSources = (kit: SmsKit): Readonly<Record<string, SourceDefinition<SmsNative>>> => ({
  "twilio.status": twilioStatus(kit),
  "twilio.inbound": twilioInbound(kit),
  "vonage.dlr": vonageDlr(kit),
  "vonage.inbound": vonageInbound(kit),
  "vonage.messages_status": vonageMessagesStatus(kit),
  "vonage.messages_inbound": vonageMessagesInbound(kit),
  "sinch.delivery_report": sinchDeliveryReport(kit),
  "sinch.inbound": sinchInbound(kit),
  "bird.events": birdEvents(kit),
  "messagebird.status": messageBirdStatus(kit),
  "messagebird.inbound": messageBirdInbound(kit),
  [SMPP_DELIVER_SM]: smppDeliverSm(kit),
  "sandbox.status": sandboxStatus,
  "sandbox.inbound": sandboxInbound(kit),
  [REPORT_SOURCE]: reports(kit),
  [LINK_SOURCE]: linkRequests,
});
