import { serveAdapter } from "@underclaim/runtime";
import { checkXmpp, openXmppConnect, XmppConfiguration } from "@underclaim/xmpp-connect";

await serveAdapter({
  name: "xmpp-connect",
  schema: XmppConfiguration,
  check: checkXmpp,
  open: openXmppConnect,
});
