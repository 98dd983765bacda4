export { xmppDriver } from "./xmpp-driver.ts";
