import type { KeywordSet } from "../../configuration/keywords.ts";

/**
 * Understood everywhere (SmsAdapterSpecification §24). Opting out: 47 CFR 64.1200(a)(10) "stop", "quit", "end", "revoke",
 * "opt out", "cancel", "unsubscribe", with the spellings that providers document beside them.
 */
export const INTERNATIONAL: KeywordSet = {
  countries: [],
  language: "en",
  provider_accounts: [],
  sender_values: [],
  opt_out: [
    "STOP",
    "QUIT",
    "END",
    "REVOKE",
    "OPT OUT",
    "OPTOUT",
    "OPT-OUT",
    "CANCEL",
    "UNSUBSCRIBE",
    "STOPALL",
    "STOP ALL",
  ],
  // Not YES: some providers lift an opt-out by it, but it also acknowledges. Where it does, their own word says so.
  opt_in: ["START", "UNSTOP"],
  help: ["HELP", "INFO"],
  acknowledgement: ["YES", "OK", "ACK", "CONFIRM"],
  decline: ["NO", "DECLINE"],
};
