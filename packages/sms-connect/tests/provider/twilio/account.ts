import { TwilioSettings } from "../../../src/provider/twilio/settings.ts";
import { opened } from "../../support/opened.ts";

export const ACCOUNT_SID = "AC0123456789abcdef0123456789abcdef";
export const AUTH_TOKEN = "12345678901234567890123456789012";
export const SERVICE_SID = "MG0123456789abcdef0123456789abcdef";

export const twilioJson = (over: object = {}) => ({
  kind: "twilio",
  account: "tw",
  account_sid: ACCOUNT_SID,
  auth_tokens: [AUTH_TOKEN],
  ...over,
});

export const twilioAccount = (over: object = {}): TwilioSettings =>
  opened(TwilioSettings.parse(twilioJson(over)));
