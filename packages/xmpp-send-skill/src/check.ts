import type { ConfigurationProblem } from "@underclaim/runtime";
import type { SkillConfiguration } from "./configuration.ts";
import { strictJid } from "./jid.ts";

/** Rules between settings, and addresses: each in its strict form. */
export function checkSkill(configuration: SkillConfiguration): readonly ConfigurationProblem[] {
  return [
    ...addresses(configuration).flatMap(([path, jid]) => {
      const read = strictJid(jid);
      return read.ok ? [] : [problem(path, read.message)];
    }),
    ...duplicates(configuration),
    ...approverProblems(configuration),
    ...rosterProblems(configuration),
    ...serviceProblems(configuration),
    ...httpProblems(configuration),
  ];
}

const problem = (path: string, message: string): ConfigurationProblem => ({
  path,
  message,
  source: null,
});

const jidOf = (entry: SkillConfiguration["allowed_contacts"][number]): string =>
  typeof entry === "string" ? entry : entry.jid;

const addresses = ({
  allowed_contacts,
  own_jid,
  approval: { approver_jid },
}: SkillConfiguration): readonly (readonly [string, string])[] => [
  ...allowed_contacts.map((entry, index) => [`allowed_contacts[${index}]`, jidOf(entry)] as const),
  ["own_jid", own_jid],
  ...(approver_jid === undefined ? [] : [["approval.approver_jid", approver_jid] as const]),
];

function duplicates({ allowed_contacts }: SkillConfiguration): readonly ConfigurationProblem[] {
  const seen = new Set<string>();
  return allowed_contacts.flatMap((entry, index) => {
    const read = strictJid(jidOf(entry));
    if (!read.ok || !seen.has(read.address)) {
      if (read.ok) seen.add(read.address);
      return [];
    }
    return [problem(`allowed_contacts[${index}]`, "is there twice: a contact has one kind")];
  });
}

function approverProblems({
  approval: { order, approver_jid },
  own_jid,
}: SkillConfiguration): readonly ConfigurationProblem[] {
  const twice = new Set(order).size !== order.length;
  const nobody = order.length > 0 && order.every((each) => each === "xmpp");
  const own = approver_jid !== undefined && same(approver_jid, own_jid);
  return [
    ...(twice ? [problem("approval.order", "names an approver twice")] : []),
    ...(nobody && approver_jid === undefined
      ? [problem("approval.approver_jid", "is missing: approval.order names nobody else to ask")]
      : []),
    ...(own
      ? [
          problem(
            "approval.approver_jid",
            "is the account's own: the approver needs an account of its own",
          ),
        ]
      : []),
  ];
}

function same(one: string, other: string): boolean {
  const [left, right] = [strictJid(one), strictJid(other)];
  return left.ok && right.ok && left.address === right.address;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whose roster counts must be said, since an account is chosen by the service otherwise. */
const rosterProblems = ({
  allow_roster_contacts,
  service: { account },
}: SkillConfiguration): readonly ConfigurationProblem[] =>
  allow_roster_contacts && account === undefined
    ? [problem("service.account", "must name the account whose roster allow_roster_contacts means")]
    : [];

/** Texts and a key travel there. */
const serviceProblems = ({
  service: { url },
}: SkillConfiguration): readonly ConfigurationProblem[] => {
  const { protocol, hostname, username, password, search, hash } = new URL(url);
  return [
    ...(protocol === "https:" || LOOPBACK.test(hostname)
      ? []
      : [problem("service.url", "is not on this machine, so it must begin with https")]),
    ...(`${username}${password}${search}${hash}` === ""
      ? []
      : [
          problem(
            "service.url",
            "must be scheme, host, port and path alone; a key belongs into service.api_key",
          ),
        ]),
  ];
};

function httpProblems({
  http: { host, tokens },
}: SkillConfiguration): readonly ConfigurationProblem[] {
  const ids = tokens.map(({ id }) => id);
  return [
    ...(LOOPBACK.test(host) || host === "::1"
      ? []
      : [problem("http.host", "must be this machine's own, such as 127.0.0.1")]),
    ...(new Set(ids).size === ids.length ? [] : [problem("http.tokens", "has an id twice")]),
    ...tokens.flatMap(({ token }, index) =>
      token.current().reveal().length >= 32
        ? []
        : [
            problem(
              `http.tokens[${index}].token`,
              "is too short: use at least 32 random characters",
            ),
          ],
    ),
  ];
}
