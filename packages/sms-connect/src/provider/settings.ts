import { Name } from "../configuration/name.ts";

/** What every account is configured with. */
export const accountSettings = {
  account: Name.describe(
    "Names the account: in routes, in evidence, and in the path that its webhooks are posted to.",
  ),
  tenant: Name.default("default").describe("Whose account it is."),
};
