import type { KeywordSet } from "../../configuration/keywords.ts";
import { CANADIAN_FRENCH, FRENCH } from "./french.ts";
import { INTERNATIONAL } from "./international.ts";

/** All that fit a reply count together. A configured set that fits takes their place, one category at a time. */
export const BUILT_IN: readonly KeywordSet[] = [INTERNATIONAL, FRENCH, CANADIAN_FRENCH];

/** No configuration takes these away: what stops messages must not depend on a setting. */
export const ALWAYS_OPT_OUT: readonly {
  readonly countries: readonly string[];
  readonly words: readonly string[];
}[] = [
  { countries: [], words: ["STOP"] },
  // 47 CFR 64.1200(a)(10), where the FCC's rules hold.
  {
    countries: ["US", "PR", "GU", "VI", "AS", "MP"],
    words: ["QUIT", "END", "REVOKE", "OPT OUT", "CANCEL", "UNSUBSCRIBE"],
  },
];

/** Opting out of a North American toll-free number is undone in the network, by these and no others. */
export const TOLL_FREE_OPT_IN: readonly string[] = ["START", "UNSTOP"];
