// Components of one Prosody, one for each case (XEP-0114).
import { DOMAIN, type Prosody } from "./prosody.ts";

const SECRET = "s3cr3t";

export const bridgeNamed = (number: number): string => `bridge${number}.${DOMAIN}`;

/** Lines of Prosody's configuration. */
export const bridgeSettings = (count: number): string =>
  Array.from(
    { length: count },
    (_, number) => `Component "${bridgeNamed(number)}"\n  component_secret = "${SECRET}"`,
  ).join("\n");

/** The account that is this component. */
export const bridgeAccount = (
  server: Prosody,
  number: number,
  more: object = {},
): Record<string, unknown> => ({
  kind: "component",
  account: "bridge",
  jid: bridgeNamed(number),
  secret: SECRET,
  port: server.componentPort,
  ...more,
});
