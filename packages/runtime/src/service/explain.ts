import { UnderclaimError } from "@underclaim/contract";

/**
 * Why a service could not start, for the person who started it: what is wrong and what to do, never a stack.
 * null: nothing a person could mend; the log is for that.
 */
export function explain(
  error: unknown,
  at: { readonly host: string; readonly port: number },
): string | null {
  if (error instanceof UnderclaimError) return error.message;
  const { code, path, syscall } = details(error);
  if (syscall === "listen" || syscall === "getaddrinfo") return explainListen(code, at);
  const where = path === undefined ? "the service's data" : path;
  const known = code === undefined ? undefined : FILES[code];
  return known === undefined ? null : `${where}: ${known} (${code})`;
}

const FILES: Readonly<Record<string, string>> = {
  EACCES: "this user may not use it. Change its permissions or configure another folder for `data`",
  EPERM: "this user may not use it. Change its permissions or configure another folder for `data`",
  EROFS: "it is on a read-only file system. Configure another folder for `data`",
  ENOSPC: "the disk is full. Make room, then start again",
  EDQUOT: "the disk quota is used up. Make room, then start again",
  ENOTDIR: "a part of the path is a file, not a folder. Configure another folder for `data`",
  EEXIST: "a file stands where a folder is needed. Configure another folder for `data`",
  ENOENT: "it does not exist and could not be made. Configure another folder for `data`",
  EMFILE: "this user has too many open files. Raise the limit (ulimit -n)",
};

function explainListen(
  code: string | undefined,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  const elsewhere = "set listen.port (UNDERCLAIM_LISTEN__PORT) to another port";
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} on ${host} is in use by another program. Stop that program, or ${elsewhere}.`;
    case "EACCES":
      return `This user may not listen on port ${port}. Ports below 1024 need a privilege: ${elsewhere}.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${host} is not an address of this machine. Set listen.host (UNDERCLAIM_LISTEN__HOST) to one that is, such as 127.0.0.1.`;
    default:
      return `The service cannot listen on ${host}, port ${port}: ${code ?? "unknown error"}.`;
  }
}

function details(error: unknown): { code?: string; path?: string; syscall?: string } {
  if (typeof error !== "object" || error === null) return {};
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" ? value : undefined;
  };
  return { code: text("code"), path: text("path"), syscall: text("syscall") };
}
