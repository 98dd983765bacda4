import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import tls from "node:tls";
import { domainToASCII } from "node:url";
import { SessionFailure } from "./failure.ts";

/** Whom a connection trusts to be whom. */
export interface Trust {
  /** The JID's domain: whom the certificate must name, wherever the connection goes (RFC 6120 §13.7.2.1). */
  readonly domain: string;
  readonly ca: readonly string[];
}

/** @param caFile PEM, added to what the system trusts */
export async function trustOf(domain: string, caFile: string | undefined): Promise<Trust> {
  const system = tls.getCACertificates("default");
  if (caFile === undefined) return { domain, ca: system };
  const own = await readFile(caFile, "utf8").catch(() => {
    throw new SessionFailure("insecure", "The file tls.ca_file cannot be read.", "ca_file");
  });
  return { domain, ca: [...system, own] };
}

export function tlsOptions({ domain, ca }: Trust): tls.ConnectionOptions {
  const name = domainToASCII(domain) || domain;
  const address = name.replace(/^\[|\]$/g, "");
  return {
    ca: [...ca],
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    // An address is no server name (RFC 6066 §3); the certificate is held against it all the same.
    ...(isIP(address) === 0 ? { servername: name } : {}),
    checkServerIdentity: (_host, certificate) =>
      tls.checkServerIdentity(isIP(address) === 0 ? name : address, certificate),
  };
}
