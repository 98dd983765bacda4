import type { KeywordSet } from "../../configuration/keywords.ts";

/**
 * Documented by Twilio Proxy (ARRET, ARRETE, ARRETT) and AWS (ARRET) without regard to the country. A keyboard may put the
 * accents on.
 */
export const FRENCH: KeywordSet = {
  countries: [],
  language: "fr",
  provider_accounts: [],
  sender_values: [],
  opt_out: ["ARRET", "ARRÊT", "ARRETE", "ARRÊTE", "ARRETT"],
};

/** CWTA, Canadian Common Short Code Application Guidelines: STOP, ARRET, HELP, AIDE and INFO are mandatory. */
export const CANADIAN_FRENCH: KeywordSet = {
  countries: ["CA"],
  language: "fr-CA",
  provider_accounts: [],
  sender_values: [],
  help: ["AIDE"],
};
