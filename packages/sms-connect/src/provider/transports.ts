// From the configuration to transports: the one place that knows every protocol.
import type { Clock, Log } from "@underclaim/runtime";
import type { ProviderSettings } from "../configuration/providers.ts";
import { birdTransport } from "./bird/transport.ts";
import type { SmsTransport } from "./port.ts";
import { sandboxTransport } from "./sandbox/transport.ts";
import { sinchTransport } from "./sinch/transport.ts";
import type { Connect } from "./smpp/connect.ts";
import { smppTransport } from "./smpp/transport.ts";
import { twilioTransport } from "./twilio/transport.ts";
import { vonageTransport } from "./vonage/transport.ts";

export interface TransportOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** How SMSCs are reached. Default: TCP or TLS. */
  readonly connect?: Connect;
  /** Under which address providers reach this service; null: they are not asked to call back. */
  readonly publicUrl: string | null;
  readonly log: Log;
}

export function transportOf(settings: ProviderSettings, options: TransportOptions): SmsTransport {
  switch (settings.kind) {
    case "twilio":
      return twilioTransport(settings, options);
    case "vonage":
      return vonageTransport(settings, options);
    case "sinch":
      return sinchTransport(settings, options);
    case "bird":
      return birdTransport(settings, options);
    case "smpp":
      return smppTransport(settings, options);
    case "sandbox":
      return sandboxTransport(settings, options);
  }
}
