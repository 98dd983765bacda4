// The standalone API of SmsAdapterSpecification §31.2, thin over the same intake, and the links.
import type { AdapterRuntime, Clock, Ids, Log, RouteTools } from "@underclaim/runtime";
import type { ChannelHealthSources } from "../health/channel-health.ts";
import type { LinkRecorder } from "@underclaim/runtime/links";
import type { SmsKit } from "../kit.ts";
import { analyzeRoutes } from "./analyze.ts";
import { channelHealthRoutes } from "./channel-health.ts";
import { consentRoutes } from "./consents.ts";
import { endpointRoutes } from "./endpoints.ts";
import { linkRoutes } from "./links.ts";
import { messageRoutes } from "./messages.ts";
import { reviewRoutes } from "./reviews.ts";
import { sendRoutes } from "./send.ts";
import { suppressionRoutes } from "./suppressions.ts";

export interface SmsRouteOptions extends ChannelHealthSources {
  readonly kit: SmsKit;
  readonly runtime: AdapterRuntime;
  readonly recorder: LinkRecorder;
  readonly tenants: readonly string[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export function smsRoutes(tools: RouteTools, options: SmsRouteOptions): void {
  sendRoutes(tools, options);
  messageRoutes(tools, options);
  endpointRoutes(tools, options);
  suppressionRoutes(tools, options);
  consentRoutes(tools, options);
  reviewRoutes(tools, options);
  channelHealthRoutes(tools, options);
  analyzeRoutes(tools, options);
  linkRoutes(tools, { ...options, settings: options.kit.settings.links });
}
