// nginx, log_format combined:
//   $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"
import { pathOf, type AccessLine, type LineReader } from "./line.ts";

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const TIME_LENGTH = 26;

/** `10/Oct/2026:13:55:36 +0200`, or NaN. */
export function timeLocal(text: string): number {
  if (text.length !== TIME_LENGTH) return Number.NaN;
  const month = MONTHS.indexOf(text.slice(3, 6));
  if (month < 0 || month % 3 !== 0) return Number.NaN;
  const number = (from: number): number => Number(text.slice(from, from + 2));
  const zone = (number(22) * 60 + number(24)) * (text[21] === "-" ? -1 : 1);
  const year = Number(text.slice(7, 11));
  const at = Date.UTC(year, month / 3, number(0), number(12), number(15), number(18));
  return at - zone * 60_000;
}

const ESCAPE = /\\x([0-9A-Fa-f]{2})/g;
/** nginx writes quotes, backslashes and bytes that are no printable ASCII as \xHH. */
const unescaped = (text: string): string =>
  text.includes("\\x")
    ? Buffer.from(
        text.replaceAll(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        "latin1",
      ).toString("utf8")
    : text;

/** A user agent as it was sent; empty: none was. */
export const agentText = (written: string): string => (written === "-" ? "" : unescaped(written));

/** A line is cut at its quotes, which nginx escapes in what clients sent. */
export function nginxReader(): LineReader {
  let lastTime = "";
  let lastAt = Number.NaN;
  const timeOf = (text: string): number => {
    // Many lines in a row are of one second.
    if (text !== lastTime) {
      lastAt = timeLocal(text);
      lastTime = text;
    }
    return lastAt;
  };
  return {
    state: () => null,
    read(line, wanted) {
      if (line === "") return "none";
      const close = line.indexOf('] "');
      const requestAt = close + 3;
      const requestEnd = line.indexOf('" ', requestAt);
      if (close < TIME_LENGTH || requestEnd < 0) return null;
      const methodEnd = line.indexOf(" ", requestAt);
      // A TLS handshake on the plain port, say: 400, and no request.
      if (methodEnd >= requestEnd)
        return Number.isNaN(statusAt(line, requestEnd + 2)) ? null : "none";
      const targetEnd = line.indexOf(" ", methodEnd + 1);
      const end = targetEnd < requestEnd ? targetEnd : requestEnd;
      const path = pathOf(line.slice(methodEnd + 1, end));
      if (wanted !== undefined && !wanted(null, path)) return "none";

      const at = timeOf(line.slice(close - TIME_LENGTH, close));
      const agentEnd = line.lastIndexOf('"');
      const agentAt = line.lastIndexOf('"', agentEnd - 1) + 1;
      const status = statusAt(line, requestEnd + 2);
      if (Number.isNaN(at) || Number.isNaN(status) || agentAt <= requestEnd + 5) return null;
      return {
        at,
        method: line.slice(requestAt, methodEnd),
        path,
        host: null,
        status,
        userAgent: agentText(line.slice(agentAt, agentEnd)),
        cache: "unknown",
      } satisfies AccessLine;
    },
  };
}

const ZERO = 48;
const SPACE = 32;

/** Three digits and a space, or NaN. */
function statusAt(line: string, at: number): number {
  const [a, b, c] = [line.charCodeAt(at), line.charCodeAt(at + 1), line.charCodeAt(at + 2)];
  const status = (a - ZERO) * 100 + (b - ZERO) * 10 + (c - ZERO);
  return line.charCodeAt(at + 3) === SPACE && status >= 100 && status < 600 ? status : Number.NaN;
}
