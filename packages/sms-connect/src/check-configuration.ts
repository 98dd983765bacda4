import { checkService, type ConfigurationProblem } from "@underclaim/runtime";
import type { SmsConfiguration } from "./configuration.ts";
import { checkTemplates } from "@underclaim/runtime/templates";

/** Rules between settings, for `loadConfiguration(SmsConfiguration, { check: checkSms })`. */
export function checkSms(configuration: SmsConfiguration): ConfigurationProblem[] {
  return [
    ...checkService(configuration),
    ...checkAccounts(configuration),
    ...checkSenders(configuration),
    ...checkRoutes(configuration),
    ...checkLinks(configuration),
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

function checkAccounts({ providers, tenants }: SmsConfiguration): ConfigurationProblem[] {
  return providers.flatMap(({ account, tenant }, index) => {
    const earlier = providers.findIndex((other) => other.account === account);
    return [
      ...(earlier < index
        ? [
            problem(
              `providers[${index}].account`,
              `providers[${earlier}] is called ${account}, too`,
            ),
          ]
        : []),
      ...(tenants.includes(tenant)
        ? []
        : [problem(`providers[${index}].tenant`, `there is no tenant ${tenant} in tenants`)]),
    ];
  });
}

/** Configured accounts; where none are, the sandbox's. */
const accountsOf = ({ providers }: SmsConfiguration): readonly string[] =>
  providers.length === 0 ? ["sandbox"] : providers.map(({ account }) => account);

function unknownAccounts(
  configuration: SmsConfiguration,
  path: string,
  named: readonly string[],
): ConfigurationProblem[] {
  const known = accountsOf(configuration);
  return named
    .filter((account) => !known.includes(account))
    .map((account) => problem(path, `there is no account ${account}; known: ${known.join(", ")}`));
}

/** GSM 03.38 limits a sender's name to 11 characters (3GPP TS 23.040 §9.1.2.5). */
const NAME = /^[A-Za-z0-9 _&.+-]{1,11}$/;

function checkSenders(configuration: SmsConfiguration): ConfigurationProblem[] {
  const { senders, providers } = configuration;
  const problems = senders.flatMap((sender, index) => {
    const path = `senders[${index}]`;
    const { sender_identity_id: id, sender_type: type, sender_value: value } = sender;
    const earlier = senders.findIndex((other) => other.sender_identity_id === id);
    return [
      ...(earlier < index
        ? [problem(`${path}.sender_identity_id`, `senders[${earlier}] is called ${id}, too`)]
        : []),
      ...unknownAccounts(configuration, `${path}.provider_accounts`, sender.provider_accounts),
      ...(["long_code", "toll_free"].includes(type) && !/^\+\d{5,15}$/.test(value)
        ? [problem(`${path}.sender_value`, "a number is written in E.164, like +49…")]
        : []),
      ...(type === "short_code" && !/^\d{3,8}$/.test(value)
        ? [problem(`${path}.sender_value`, "a short code is 3 to 8 digits")]
        : []),
      ...(type === "alphanumeric_sender_id" && !(NAME.test(value) && /[A-Za-z]/.test(value))
        ? [
            problem(
              `${path}.sender_value`,
              "a name has up to 11 letters, digits and spaces, and a letter",
            ),
          ]
        : []),
    ];
  });
  return providers.length > 0 && senders.length === 0
    ? [
        ...problems,
        problem("senders", "accounts are configured and no sender: nothing could be sent"),
      ]
    : problems;
}

const checkRoutes = (configuration: SmsConfiguration): ConfigurationProblem[] =>
  configuration.routes.flatMap(({ accounts }, index) =>
    unknownAccounts(configuration, `routes[${index}].accounts`, accounts),
  );

const checkLinks = ({ links }: SmsConfiguration): ConfigurationProblem[] => [
  ...(links.tracking && links.base_url === undefined
    ? [
        problem(
          "links.base_url",
          "links.tracking needs the address under which handsets reach this service",
        ),
      ]
    : []),
  ...(links.retention > 0
    ? []
    : [problem("links.retention", "a redirect must stand for some time")]),
];
