import { VonageSettings } from "../../../src/provider/vonage/settings.ts";
import { opened } from "../../support/opened.ts";

export const API_KEY = "abcd1234";
export const API_SECRET = "abcdef0123456789";
export const SIGNATURE_SECRET = "a signature secret of 32 bits or more";

export const vonageJson = (over: object = {}) => ({
  kind: "vonage",
  account: "vo",
  api_key: API_KEY,
  api_secret: API_SECRET,
  signature_secrets: [SIGNATURE_SECRET],
  ...over,
});

export const vonageAccount = (over: object = {}): VonageSettings =>
  opened(VonageSettings.parse(vonageJson(over)));
