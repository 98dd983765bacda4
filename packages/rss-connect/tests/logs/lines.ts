// Lines as the three servers write them.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number: number): string => String(number).padStart(2, "0");

export interface Hit {
  readonly at: string;
  readonly path?: string;
  readonly method?: string;
  readonly status?: number;
  readonly agent?: string;
  readonly cache?: string;
}

export const NEWSBOAT = "newsboat/2.21.0 (Linux x86_64)";

export function nginxLine({
  at,
  path = "/feed.xml",
  method = "GET",
  status = 200,
  agent = NEWSBOAT,
}: Hit): string {
  const date = new Date(at);
  const time = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
  return `192.0.2.7 - alice [${time}] "${method} ${path} HTTP/1.1" ${status} 1234 "-" "${agent}"`;
}

export const caddyLine = ({
  at,
  path = "/feed.xml",
  method = "GET",
  status = 200,
  agent = NEWSBOAT,
}: Hit): string =>
  JSON.stringify({
    level: "info",
    // Written at the end.
    ts: Date.parse(at) / 1_000 + 0.01,
    logger: "http.log.access.log0",
    msg: "handled request",
    request: {
      remote_ip: "192.0.2.7",
      client_ip: "192.0.2.7",
      proto: "HTTP/2.0",
      method,
      host: "example.com",
      uri: path,
      headers: { "User-Agent": [agent], Accept: ["*/*"] },
    },
    duration: 0.01,
    size: 1234,
    status,
  });

export const CLOUDFRONT_HEAD = [
  "#Version: 1.0",
  "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header",
].join("\n");

export function cloudfrontLine({
  at,
  path = "/feed.xml",
  method = "GET",
  status = 200,
  agent = NEWSBOAT,
  cache = "Miss",
}: Hit): string {
  const iso = new Date(at).toISOString();
  return [
    iso.slice(0, 10),
    iso.slice(11, 19),
    "FRA56-P1",
    "1234",
    "192.0.2.7",
    method,
    "d111111abcdef8.cloudfront.net",
    path,
    String(status),
    "-",
    agent.replaceAll("%", "%25").replaceAll(" ", "%20"),
    "token=secret",
    "-",
    cache,
    "id",
    "example.com",
  ].join("\t");
}
