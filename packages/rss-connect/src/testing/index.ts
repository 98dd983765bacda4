export { rssDriver } from "./rss-driver.ts";
