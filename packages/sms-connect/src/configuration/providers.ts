import { z } from "zod";
import { BirdSettings } from "../provider/bird/settings.ts";
import { SandboxSettings } from "../provider/sandbox/settings.ts";
import { SinchSettings } from "../provider/sinch/settings.ts";
import { SmppSettings } from "../provider/smpp/settings.ts";
import { TwilioSettings } from "../provider/twilio/settings.ts";
import { VonageSettings } from "../provider/vonage/settings.ts";

/** One account at a provider. */
export const ProviderSettings = z.discriminatedUnion("kind", [
  TwilioSettings,
  VonageSettings,
  SinchSettings,
  BirdSettings,
  SmppSettings,
  SandboxSettings,
]);
export type ProviderSettings = z.output<typeof ProviderSettings>;
