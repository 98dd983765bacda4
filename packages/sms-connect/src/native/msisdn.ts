import type { SmsKit } from "../kit.ts";

/** A handset's address as a provider writes it, with or without a plus sign. Names and short codes stay as they are. */
export const e164 = (address: string): string =>
  /^[1-9]\d{6,14}$/.test(address) ? `+${address}` : address;

/** An address of ours as it is configured: a short code of seven or more digits is no telephone number. */
export const ourAddress = ({ settings }: Pick<SmsKit, "settings">, address: string): string =>
  settings.senders.some(({ sender_value }) => sender_value === address) ? address : e164(address);
