import type { ProviderRef } from "@underclaim/contract";

/** Our own operation id, which providers echo where they can: known before the provider has answered. */
export const clientRef = (operation: string): ProviderRef => ({
  provider_name: "sms-connect",
  ref_type: "operation",
  ref_value: operation,
});

/** The provider's own name of a message, or of one of its parts. Unique within one account only. */
export const messageRef = (account: string, id: string): ProviderRef => ({
  provider_name: account,
  ref_type: "message_id",
  ref_value: id,
});
