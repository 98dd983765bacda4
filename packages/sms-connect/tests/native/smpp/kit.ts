import type { SmsKit } from "../../../src/kit.ts";
import { SmsConfiguration } from "../../../src/configuration.ts";
import type { SmppSettings } from "../../../src/provider/smpp/settings.ts";

/** A kit with one bind, whose pseudonyms can be told apart by eye. */
export const kitOf = (settings: SmppSettings, configuration: object = {}): SmsKit => ({
  settings: { ...SmsConfiguration.parse(configuration), providers: [settings] },
  accounts: [],
  numberId: (address) => `num(${address})`,
});
