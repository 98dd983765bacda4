import type { SmsTransport } from "../port.ts";
import { messageBirdTransport } from "./messagebird-transport.ts";
import type { BirdOptions } from "./options.ts";
import type { BirdSettings } from "./settings.ts";
import { birdSmsTransport } from "./sms-transport.ts";

/** Bird's API for SMS, or the older one of MessageBird: two protocols under one name. */
export const birdTransport = (settings: BirdSettings, options: BirdOptions): SmsTransport =>
  settings.api === "sms"
    ? birdSmsTransport(settings, options)
    : messageBirdTransport(settings, options);
