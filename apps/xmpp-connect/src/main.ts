import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  serve,
  systemClock,
} from "@underclaim/runtime";
import { checkXmpp, openXmppConnect, XmppConfiguration } from "@underclaim/xmpp-connect";

/** Configuration → compose → listen. */
await serve({
  compose: async () => {
    const { configuration, reloadSecrets } = loadConfiguration(XmppConfiguration, {
      argv: process.argv.slice(2),
      check: checkXmpp,
    });
    const log = createLog({ level: configuration.log.level, name: "xmpp-connect" });
    const store = await openSqliteStore({ folder: configuration.data });
    const service = await openXmppConnect({
      configuration,
      store,
      clock: systemClock,
      ids: randomIds,
      log,
    });
    await service.runtime.start();
    return { ...service, ...configuration.listen, log, reload: reloadSecrets };
  },
});
