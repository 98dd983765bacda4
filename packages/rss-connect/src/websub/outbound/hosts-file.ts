// What an operator has written into the hosts file (hosts(5)) goes before what others say.
import { readFileSync } from "node:fs";

/** The system's, as it is now. */
export function systemHosts(): string {
  try {
    return readFileSync("/etc/hosts", "utf8");
  } catch {
    // Without one, no name is in it.
    return "";
  }
}

/** Whether a name stands in the file, as it is when it is asked about. */
export function hostsFile(read: () => string): (hostname: string) => boolean {
  // Some hold a hundred thousand names that are blocked: taken apart only when it has changed.
  let text = "";
  let names: ReadonlySet<string> = new Set();
  return (hostname) => {
    const now = read();
    if (now !== text) {
      names = namesIn(now);
      text = now;
    }
    return names.has(hostname.toLowerCase().replace(/\.$/, ""));
  };
}

const namesIn = (text: string): ReadonlySet<string> =>
  new Set(
    text.split("\n").flatMap((line) =>
      line
        .replace(/#.*/, "")
        .trim()
        .split(/\s+/)
        .slice(1)
        .map((name) => name.toLowerCase()),
    ),
  );
