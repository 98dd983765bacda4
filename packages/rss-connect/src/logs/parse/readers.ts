import { caddyReader } from "./caddy.ts";
import { cloudfrontReader } from "./cloudfront.ts";
import type { LineReader, LogFormat } from "./line.ts";
import { nginxReader } from "./nginx.ts";

/** `state`: what the reader of the part before knew. */
export const READERS: Readonly<Record<LogFormat, (state: string | null) => LineReader>> = {
  nginx: nginxReader,
  caddy: caddyReader,
  cloudfront: cloudfrontReader,
};
