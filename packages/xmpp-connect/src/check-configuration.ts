import { checkService, type ConfigurationProblem } from "@underclaim/runtime";
import { checkTemplates } from "@underclaim/runtime/templates";
import { isServed } from "./pubsub/configured.ts";
import { isLoopback } from "./component/settings.ts";
import type { ComponentSettings, XmppConfiguration } from "./configuration.ts";
import { readJid } from "./model/jid.ts";
import type { NodeSettings } from "./pubsub/settings.ts";
import type { RoomSettings } from "./rooms/settings.ts";

/** Rules between settings, for `loadConfiguration(XmppConfiguration, { check: checkXmpp })`. */
export function checkXmpp(configuration: XmppConfiguration): ConfigurationProblem[] {
  return [
    ...checkService(configuration),
    ...checkAccounts(configuration),
    ...checkParticipants(configuration),
    ...configuration.keywords.flatMap(({ accounts }, index) =>
      accounts
        .filter((name) => !configuration.accounts.some(({ account }) => account === name))
        .map((name) => problem(`keywords[${index}].accounts`, `there is no account ${name}`)),
    ),
    ...checkTemplates(configuration.templates).map(({ index, message }) =>
      problem(`templates[${index}]`, message),
    ),
  ];
}

const problem = (path: string, message: string): ConfigurationProblem => ({
  path,
  message,
  source: null,
});

function checkAccounts({ accounts, tenants }: XmppConfiguration): ConfigurationProblem[] {
  return accounts.flatMap((settings, index) => {
    const { account, tenant, jid, kind, rooms } = settings;
    const path = `accounts[${index}]`;
    const earlier = accounts.findIndex((other) => other.account === account);
    const same = accounts.findIndex((other) => bareOf(other.jid) === bareOf(jid));
    return [
      ...(earlier < index
        ? [problem(`${path}.account`, `accounts[${earlier}] is called ${account}, too`)]
        : []),
      ...(same < index
        ? [problem(`${path}.jid`, `accounts[${same}] has the same JID: an account has one session`)]
        : []),
      ...(tenants.includes(tenant)
        ? []
        : [problem(`${path}.tenant`, `there is no tenant ${tenant} in tenants`)]),
      ...checkBareJid(`${path}.jid`, jid, kind !== "component"),
      ...(settings.kind === "component" ? checkComponent(path, settings) : []),
      ...checkRooms(path, rooms),
      ...checkNodes(path, settings),
    ];
  });
}

const checkRooms = (path: string, rooms: readonly RoomSettings[]): ConfigurationProblem[] =>
  rooms.flatMap(({ name, room, nick }, index) => {
    const at = `${path}.rooms[${index}]`;
    const named = rooms.findIndex((other) => other.name === name);
    const same = rooms.findIndex((other) => bareOf(other.room) === bareOf(room));
    return [
      ...(named < index
        ? [problem(`${at}.name`, `${path}.rooms[${named}] is called ${name}, too`)]
        : []),
      ...(same < index ? [problem(`${at}.room`, `${path}.rooms[${same}] is the same room`)] : []),
      ...checkBareJid(`${at}.room`, room, true),
      ...(readJid(`room@example.net/${nick}`).ok
        ? []
        : [problem(`${at}.nick`, "holds characters that no nickname may have (RFC 7622)")]),
    ];
  });

function checkComponent(
  path: string,
  { jid, host, trusted_network, rooms }: ComponentSettings,
): ConfigurationProblem[] {
  const insecure = !isLoopback(host) && !trusted_network;
  return [
    ...(insecure
      ? [
          problem(
            `${path}.host`,
            "a component's connection has no TLS (XEP-0114): reach the server on this host, or say trusted_network where the way is secured otherwise",
          ),
        ]
      : []),
    ...(rooms.length > 0
      ? [
          problem(
            `${path}.rooms`,
            "a component is in no rooms: configure a client account for them",
          ),
        ]
      : []),
    ...(jid.includes("@")
      ? [problem(`${path}.jid`, "a component is a domain, without a name")]
      : []),
  ];
}

type Account = XmppConfiguration["accounts"][number];

const checkNodes = (path: string, account: Account): ConfigurationProblem[] =>
  account.nodes.flatMap((node, index) => {
    const { nodes } = account;
    const { name, service, allowed } = node;
    const at = `${path}.nodes[${index}]`;
    const named = nodes.findIndex((other) => other.name === name);
    return [
      ...(named < index
        ? [problem(`${at}.name`, `${path}.nodes[${named}] is called ${name}, too`)]
        : []),
      ...checkBareJid(`${at}.service`, service, false),
      ...allowed.flatMap((each, place) => checkBareJid(`${at}.allowed[${place}]`, each, false)),
      ...(isServed({ kind: account.kind, jid: bareOf(account.jid) }, { service: bareOf(service) })
        ? checkServed(at, nodes, index, node)
        : allowed.length > 0
          ? [
              problem(
                `${at}.allowed`,
                "is for nodes that a component serves itself: here the service keeps its own list",
              ),
            ]
          : []),
    ];
  });

/** What a component cannot do for a node of its own, or need not. */
function checkServed(
  at: string,
  nodes: readonly NodeSettings[],
  index: number,
  { node, service, access_model, create, subscribe, publish_model }: NodeSettings,
): ConfigurationProblem[] {
  const same = nodes.findIndex((other) => other.node === node && other.service === service);
  const told: readonly (readonly [string, string, boolean])[] = [
    ["node", `${at.replace(/\d+\]$/, `${same}]`)} is the same node`, same < index],
    [
      "access_model",
      "a component that serves a node knows no presence and no roster: use open or whitelist",
      access_model !== "open" && access_model !== "whitelist",
    ],
    [
      "publish_model",
      "a component alone publishes in a node that it serves",
      publish_model !== "publishers",
    ],
    ["create", "a node that the component serves is there already", create],
    ["subscribe", "a component is told of nothing by itself", subscribe],
  ];
  return told.flatMap(([field, message, wrong]) =>
    wrong ? [problem(`${at}.${field}`, message)] : [],
  );
}

const checkParticipants = ({ participants }: XmppConfiguration): ConfigurationProblem[] =>
  participants.flatMap(({ jid, tenant }, index) => {
    const same = participants.findIndex(
      (other) => bareOf(other.jid) === bareOf(jid) && other.tenant === tenant,
    );
    return [
      ...checkBareJid(`participants[${index}].jid`, jid, false),
      ...(same < index
        ? [problem(`participants[${index}].jid`, `participants[${same}] has the same JID`)]
        : []),
    ];
  });

const bareOf = (text: string): string => {
  const read = readJid(text);
  return read.ok ? read.jid.bare : text;
};

function checkBareJid(path: string, text: string, needsLocal: boolean): ConfigurationProblem[] {
  const read = readJid(text);
  if (!read.ok) return [problem(path, read.message)];
  if (read.jid.resource !== null) return [problem(path, "must be a bare JID, without a resource")];
  return needsLocal && read.jid.local === null
    ? [problem(path, "must name an account, like desk@example.net")]
    : [];
}
