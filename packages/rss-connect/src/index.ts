export { rssConnect } from "./adapter.ts";
export { RssConfiguration } from "./configuration.ts";
export { ADAPTER_ID } from "./adapter-id.ts";
export { rssDescriptor } from "./descriptor.ts";
export { rssMapping } from "./evidence/mapping.ts";
export { assessRss } from "./evidence/assess.ts";
export { FeedRegistration } from "./publication/register-feed.ts";
export { openRssConnect, type RssService, type RssServiceOptions } from "./service.ts";
