// What the service, and every test of it, is put together from.
import {
  identityOf,
  memo,
  pseudonym,
  type AdapterDefinition,
  type AdapterRuntime,
  type Clock,
  type Ids,
  type Log,
  type Provider,
  type RouteTools,
  type RuntimeOptions,
  type Store,
} from "@underclaim/runtime";
import { xmppConnect } from "./adapter.ts";
import {
  SandboxSettings,
  type ClientSettings,
  type ComponentSettings,
  type XmppConfiguration,
} from "./configuration.ts";
import type { XmppKit } from "./kit.ts";
import { forgetJids, readJid } from "./model/jid.ts";
import { xmppProviders } from "./provider/dispatch.ts";
import type { XmppTransport } from "./provider/port.ts";
import { transportOf } from "./provider/transports.ts";
import { SANDBOX_NODES } from "./provider/pubsub/sandbox-nodes.ts";
import { SANDBOX_ROOMS } from "./provider/rooms/sandbox-rooms.ts";
import { xmppRoutes } from "./routes/index.ts";

export interface XmppPartsOptions {
  readonly configuration: XmppConfiguration;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** From 0 up to, not including, 1. Default: the system's. */
  readonly random?: () => number;
  /** In place of a connection to a server. */
  readonly connect?: (settings: ClientSettings | ComponentSettings) => XmppTransport;
}

export interface XmppParts {
  readonly kit: XmppKit;
  readonly definition: AdapterDefinition;
  readonly providers: readonly Provider[];
  /** An erasure reaches the addresses that are in memory, too. */
  readonly onErased: NonNullable<RuntimeOptions["onErased"]>;
  /** The adapter's own routes. Called once. */
  readonly routes: (runtime: AdapterRuntime) => (tools: RouteTools) => void;
}

export async function xmppParts(options: XmppPartsOptions): Promise<XmppParts> {
  const { store, clock, ids, log } = options;
  const configuration = prepared(options.configuration);
  const { digestKey } = await identityOf(store);
  const jidId = memo((jid: string) => pseudonym("jid", digestKey, jid));
  const random = options.random ?? Math.random;
  const transports = configuration.accounts.map((settings) =>
    settings.kind !== "sandbox" && options.connect !== undefined
      ? options.connect(settings)
      : transportOf(settings, { clock, ids, log, store, random, jidId }),
  );
  const kit: XmppKit = {
    settings: configuration,
    jidId,
    contentId: (text) => pseudonym("text", digestKey, text),
    accounts: accountsOf(transports, configuration),
  };
  return {
    kit,
    definition: xmppConnect(kit, {
      idempotencyRetention: `PT${Math.round(configuration.idempotency.retention / 1_000)}S`,
    }),
    providers: xmppProviders(transports).map((provider, index) => {
      const tenant = kit.accounts[index]?.tenant;
      return tenant === undefined ? provider : { ...provider, tenant };
    }),
    async onErased() {
      jidId.forget();
      forgetJids();
    },
    routes: (runtime) => (tools) =>
      xmppRoutes(tools, { runtime, kit, transports, store, clock, ids, log }),
  };
}

/** With its addresses prepared (RFC 7622), and the sandbox where no account is configured. */
function prepared(configuration: XmppConfiguration): XmppConfiguration {
  const { accounts, participants, tenants } = configuration;
  const [tenant = "default"] = tenants;
  const bare = (text: string): string => {
    const read = readJid(text);
    return read.ok ? read.jid.bare : text;
  };
  return {
    ...configuration,
    accounts:
      accounts.length === 0
        ? [
            SandboxSettings.parse({
              kind: "sandbox",
              account: "sandbox",
              tenant,
              rooms: SANDBOX_ROOMS.map(({ name }) => ({
                name,
                room: `${name}@rooms.sandbox.example`,
                nick: "desk",
              })),
              nodes: SANDBOX_NODES.map(({ name }) => ({
                name,
                service: "pubsub.sandbox.example",
                node: name,
              })),
            }),
          ]
        : accounts.map((each) => ({
            ...each,
            jid: bare(each.jid),
            rooms: each.rooms.map((room) => ({ ...room, room: bare(room.room) })),
            nodes: each.nodes.map((node) => ({
              ...node,
              service: bare(node.service),
              allowed: node.allowed.map(bare),
            })),
          })),
    participants: participants.map((each) => ({ ...each, jid: bare(each.jid) })),
  };
}

const accountsOf = (
  transports: readonly XmppTransport[],
  { accounts }: XmppConfiguration,
): XmppKit["accounts"] =>
  transports.map(({ account, kind, environment }, index) => ({
    account,
    kind,
    environment,
    tenant: accounts[index]?.tenant ?? "default",
    jid: accounts[index]?.jid ?? "",
    streams: accounts[index]?.streams ?? [],
  }));
