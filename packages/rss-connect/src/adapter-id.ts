export const ADAPTER_ID = "rss-connect.default";
