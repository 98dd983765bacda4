import { execFile } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const openssl = (...args: readonly string[][]): Promise<unknown> =>
  promisify(execFile)(process.env["UNDERCLAIM_OPENSSL"] ?? "openssl", args.flat());

export interface Certificates {
  /** PEM files. */
  readonly ca: string;
  readonly key: string;
  readonly certificate: string;
}

/** A certificate for these names, by a CA that nobody else knows. Both are worthless elsewhere. */
export async function scratchCertificates(
  folder: string,
  names: readonly string[],
): Promise<Certificates> {
  const at = (name: string): string => path.join(folder, name);
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await openssl(
    ["req", "-x509", ...key, "-keyout", at("ca.key"), "-out", at("ca.pem")],
    ["-days", "30", "-subj", "/CN=Scratch CA of a test"],
  );
  await openssl(
    ["req", ...key, "-keyout", at("leaf.key"), "-out", at("leaf.csr")],
    ["-subj", `/CN=${names[0] ?? "nobody"}`],
  );
  await writeFile(at("ext"), `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}\n`);
  await openssl(
    ["x509", "-req", "-in", at("leaf.csr"), "-CA", at("ca.pem"), "-CAkey", at("ca.key")],
    ["-CAcreateserial", "-out", at("leaf.pem"), "-days", "30", "-extfile", at("ext")],
  );
  await chmod(at("leaf.key"), 0o644);
  return { ca: at("ca.pem"), key: at("leaf.key"), certificate: at("leaf.pem") };
}
