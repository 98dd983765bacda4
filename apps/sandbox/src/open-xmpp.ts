import { join } from "node:path";
import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  systemClock,
} from "@underclaim/runtime";
import { checkXmpp, openXmppConnect, XmppConfiguration } from "@underclaim/xmpp-connect";
import { EXAMPLE_TEMPLATES } from "./example-templates.ts";
import type { Opened } from "./open-sms.ts";
import { needFreePort, type SandboxSettings } from "./settings.ts";
import { worldOf } from "./world.ts";

/** xmpp-connect on its sandbox server, with the template of the specification's example. */
export async function openXmpp({ folder, xmppPort, logLevel }: SandboxSettings): Promise<Opened> {
  const { configuration } = loadConfiguration(XmppConfiguration, {
    world: worldOf(folder, {
      UNDERCLAIM_LISTEN__PORT: String(xmppPort),
      UNDERCLAIM_DATA: join(folder, "xmpp-connect"),
      UNDERCLAIM_LOG__LEVEL: logLevel,
      UNDERCLAIM_TEMPLATES: JSON.stringify(EXAMPLE_TEMPLATES),
    }),
    check: checkXmpp,
  });
  const { host, port } = configuration.listen;
  await needFreePort(port, host, "XMPP");
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
  return { app: service.app, close: () => service.close(), host, port, log };
}
