export const ADAPTER_ID = "xmpp-connect.default";
