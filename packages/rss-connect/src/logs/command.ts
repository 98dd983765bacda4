// `rss-connect logs`: access logs of a web server or CDN into a running service.
import { parseArgs } from "node:util";
import { LOG_FORMATS, type LogFormat } from "./parse/line.ts";
import { progressBar } from "./progress-bar.ts";
import { sendLog, type SendOptions } from "./send.ts";

export interface CommandWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ask: SendOptions["ask"];
  readonly wait: SendOptions["wait"];
  /** Lines for the user. */
  readonly say: (line: string) => void;
  /** Where a progress bar is drawn; null: nobody looks. */
  readonly draw: ((text: string) => void) | null;
  readonly now: () => number;
}

const USAGE = `Usage: rss-connect logs --format nginx|caddy|cloudfront [options] FILE...

Hands access logs in to a running service, each from where it was handed in before. Files ending in .gz are unpacked.

  --service URL       default: http://127.0.0.1:7103
  --source NAME       names the log; default: told from its first line
  --stale SECONDS     how old what a cache answers may be; default: a day for cloudfront, else 0

The API key, with the scope events:write, is taken from UNDERCLAIM_API_KEY.`;

/** @returns the exit code */
export async function logsCommand(args: readonly string[], world: CommandWorld): Promise<number> {
  if (args.some((argument) => argument === "--help" || argument === "-h")) {
    world.say(USAGE);
    return 0;
  }
  const asked = read(args);
  if (typeof asked === "string") {
    world.say(`${asked}\n\n${USAGE}`);
    return 2;
  }
  let code = 0;
  for (const file of asked.files) {
    const bar = progressBar(file, world);
    try {
      const sent = await sendLog({
        ...asked,
        file,
        apiKey: world.env["UNDERCLAIM_API_KEY"] ?? null,
        ask: world.ask,
        wait: world.wait,
        onProgress: bar.show,
      });
      bar.end();
      const { lines = 0, not_understood: unknown = 0 } = sent.sums;
      world.say(
        `${file}: ${lines} lines, ${counted(sent.sums)}${sent.left > 0 ? "; the last line has not ended yet" : ""}.`,
      );
      if (unknown > 0) {
        const some = sent.notUnderstood.slice(0, 5).join(", ");
        world.say(`${file}: ${unknown} lines were not understood as ${asked.format}: ${some}, …`);
        code = 1;
      }
    } catch (error) {
      bar.end();
      world.say(`${file}: ${error instanceof Error ? error.message : "failed"}`);
      code = 1;
    }
  }
  return code;
}

const counted = (sums: Readonly<Record<string, number>>): string =>
  Object.entries(sums)
    .filter(([name, count]) => name !== "lines" && count > 0)
    .map(([name, count]) => `${count} ${name.replaceAll("_", " ")}`)
    .join(", ") || "nothing new";

interface Asked {
  readonly format: LogFormat;
  readonly service: string;
  readonly source?: string;
  readonly staleSeconds?: number;
  readonly files: readonly string[];
}

/** What is asked for, or what is wrong with it. */
function read(args: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        service: { type: "string", default: "http://127.0.0.1:7103" },
        source: { type: "string" },
        stale: { type: "string" },
      },
    });
    const format = LOG_FORMATS.find((name) => name === values.format);
    if (format === undefined) return `--format must be one of ${LOG_FORMATS.join(", ")}.`;
    if (positionals.length === 0) return "Name at least one file.";
    if (values.source !== undefined && positionals.length > 1)
      return "--source names one log, but several files are given.";
    if (values.stale !== undefined && !/^\d{1,8}$/.test(values.stale))
      return "--stale must be a number of seconds.";
    if (!URL.canParse(values.service)) return "--service must be the URL of the service.";
    return {
      format,
      service: values.service,
      files: positionals,
      ...(values.source === undefined ? {} : { source: values.source }),
      ...(values.stale === undefined ? {} : { staleSeconds: Number(values.stale) }),
    };
  } catch (error) {
    return error instanceof Error ? error.message : "The arguments were not understood.";
  }
}
