import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import tls from "node:tls";
import { domainToASCII } from "node:url";
import { SessionFailure } from "./failure.ts";

/** Whom a connection trusts to be whom. */
export interface Trust {
  /** The JID's domain: whom the certificate must name, wherever the connection goes (RFC 6120 §13.7.2.1). */
  readonly domain: string;
  readonly context: tls.SecureContext;
}

/** By what is added to the system's: hundreds of certificates are not read anew for each connection. */
const contexts = new Map<string, tls.SecureContext>();

function contextWith(own: string): tls.SecureContext {
  const known = contexts.get(own);
  if (known !== undefined) return known;
  const trusted = new Set(
    (["default", "system"] as const).flatMap((store) => tls.getCACertificates(store)),
  );
  const ca = own === "" ? [...trusted] : [...trusted, own];
  const context = tls.createSecureContext({ ca, minVersion: "TLSv1.2" });
  contexts.set(own, context);
  return context;
}

/** @param caFile PEM, added to what the system trusts */
export async function trustOf(domain: string, caFile: string | undefined): Promise<Trust> {
  if (caFile === undefined) return { domain, context: contextWith("") };
  try {
    return { domain, context: contextWith(await readFile(caFile, "utf8")) };
  } catch (cause) {
    const message = "The file tls.ca_file cannot be read as PEM.";
    throw new SessionFailure("insecure", message, "ca_file", { cause });
  }
}

export function tlsOptions({ domain, context }: Trust): tls.ConnectionOptions {
  const name = domainToASCII(domain) || domain;
  const address = name.replace(/^\[|\]$/g, "");
  return {
    secureContext: context,
    rejectUnauthorized: true,
    // An address is no server name (RFC 6066 §3); the certificate is held against it all the same.
    ...(isIP(address) === 0 ? { servername: name } : {}),
    checkServerIdentity: (_host, certificate) =>
      tls.checkServerIdentity(isIP(address) === 0 ? name : address, certificate),
  };
}
