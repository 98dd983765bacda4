export const ADAPTER_ID = "sms-connect.default";
