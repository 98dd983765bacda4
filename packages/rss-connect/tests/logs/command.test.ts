import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { logsCommand, type CommandWorld } from "../../src/logs/command.ts";
import { askService, type AskService } from "../../src/logs/ask-service.ts";
import { sendLog } from "../../src/logs/send.ts";
import { publish } from "../support/requests.ts";
import { EXAMPLE_FEED, newFolder, testService, type TestService } from "../support/service.ts";
import { NOW } from "../support/snapshot.ts";
import { CLOUDFRONT_HEAD, cloudfrontLine, nginxLine } from "./lines.ts";

async function listening(): Promise<{ service: TestService; url: string; file: string }> {
  const service = await testService({
    configuration: { feeds: [{ ...EXAMPLE_FEED, observe_fetches: false }] },
  });
  await service.act(publish());
  await service.clock.advance(86_400_000);
  const url = await service.service.app.listen({ host: "127.0.0.1", port: 0 });
  return { service, url, file: join(newFolder(), "access.log") };
}

/** A line every second, of three clients. */
const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) =>
    nginxLine({
      at: new Date(NOW + 1_000 * (from + index + 1)).toISOString(),
      agent: ["curl/8.5.0", "newsboat/2.21.0", "Googlebot/2.1"][index % 3] ?? "",
    }),
  )
    .map((line) => `${line}\n`)
    .join("");

function world(
  over: Partial<CommandWorld> = {},
): CommandWorld & { said: string[]; drawn: string[] } {
  const said: string[] = [];
  const drawn: string[] = [];
  return {
    said,
    drawn,
    env: {},
    ask: askService,
    wait: async () => undefined,
    say: (line) => void said.push(line),
    draw: (text) => void drawn.push(text),
    now: () => 0,
    ...over,
  };
}

const run = (url: string, files: readonly string[], over: Partial<CommandWorld> = {}) => {
  const own = world(over);
  return logsCommand(["--format", "nginx", "--service", url, ...files], own).then((code) => ({
    code,
    ...own,
  }));
};

test.each(["--help", "-h"])("%s says how it is used, and is no mistake", async (option) => {
  const own = world();
  expect(await logsCommand([option], own)).toBe(0);
  expect(own.said.join("\n")).toMatch(/^Usage: rss-connect logs /);
});

test("a file is handed in, then what was added to it, then nothing", async () => {
  const { url, file } = await listening();
  writeFileSync(file, lines(0, 3_000));
  const first = await run(url, [file]);
  expect(first).toMatchObject({ code: 0 });
  expect(first.said).toEqual([`${file}: 3000 lines, 3000 fetched.`]);
  expect(first.drawn.join("")).toContain("100% 3000 lines");
  appendFileSync(file, lines(3_000, 10));
  expect((await run(url, [file])).said).toEqual([`${file}: 10 lines, 10 fetched.`]);
  expect((await run(url, [file])).said).toEqual([`${file}: 0 lines, nothing new.`]);
});

test("a rotated file is the same log, a new one is another, packed ones are unpacked", async () => {
  const { service, url, file } = await listening();
  writeFileSync(file, lines(0, 100));
  await run(url, [file]);
  const before = (await service.events()).length;
  renameSync(file, `${file}.1`);
  writeFileSync(file, lines(200, 5));
  writeFileSync(`${file}.2.gz`, gzipSync(lines(0, 100)));
  const { said } = await run(url, [`${file}.1`, file, `${file}.2.gz`]);
  expect(said.map((line) => line.replace(file, "log"))).toEqual([
    "log.1: 0 lines, nothing new.",
    "log: 5 lines, 5 fetched.",
    "log.2.gz: 0 lines, nothing new.",
  ]);
  expect((await service.events()).length).toBe(before);
});

test("files of CloudFront, which all begin alike, are logs of their own", async () => {
  const { service, url, file } = await listening();
  const written = (name: string, agents: readonly string[]): string => {
    const rows = agents.map((agent) =>
      cloudfrontLine({ at: new Date(NOW + 1_000).toISOString(), agent }),
    );
    const path = `${file}.${name}.gz`;
    writeFileSync(path, gzipSync([CLOUDFRONT_HEAD, ...rows, ""].join("\n")));
    return path;
  };
  const files = [
    written("quiet", []),
    written("first", ["curl/8.5.0", "newsboat/2.21.0"]),
    written("second", ["Googlebot/2.1", "newsboat/2.21.0", "newsboat/2.21.0"]),
    written("none", []),
  ];
  const args = ["--format", "cloudfront", "--stale", "0", "--service", url, ...files];
  const handed = async () => {
    const own = world();
    const code = await logsCommand(args, own);
    return { code, said: own.said.map((line) => line.slice(line.lastIndexOf(": ") + 2)) };
  };
  expect(await handed()).toEqual({
    code: 0,
    said: [
      "2 lines, 2 other.",
      "4 lines, 2 fetched, 2 other.",
      "5 lines, 3 fetched, 2 other.",
      "0 lines, nothing new.",
    ],
  });
  const events = await service.events();
  expect((await handed()).said).toEqual(Array.from({ length: 4 }, () => "0 lines, nothing new."));
  expect(await service.events()).toEqual(events);
});

test("a line that has not ended yet waits for its end", async () => {
  const { url, file } = await listening();
  const whole = lines(0, 2);
  writeFileSync(file, whole.slice(0, -10));
  expect((await run(url, [file])).said[0]).toContain(
    "1 lines, 1 fetched; the last line has not ended yet",
  );
  writeFileSync(file, whole);
  expect((await run(url, [file])).said).toEqual([`${file}: 1 lines, 1 fetched.`]);
});

test("an answer that was lost is no reason to send a part twice", async () => {
  const { service, url, file } = await listening();
  writeFileSync(file, lines(0, 3_000));
  let lost = 0;
  const lossy: AskService = async (url, asked) => {
    const answer = await askService(url, asked);
    if (asked.method === "POST" && lost++ % 2 === 0) throw new Error("socket hang up");
    return answer;
  };
  const sent = await sendLog({
    file,
    format: "nginx",
    service: url,
    apiKey: null,
    ask: lossy,
    wait: async () => undefined,
    partBytes: 50_000,
  });
  const { body } = await service.get<{ lines: number; offset: number }>(
    `/access-logs/${sent.source}`,
  );
  expect(body).toMatchObject({ lines: 3_000, offset: sent.offset });
});

test.each([
  [["--format", "apache", "x"], "--format must be one of nginx, caddy, cloudfront"],
  [["--format", "nginx"], "at least one file"],
  [["--format", "nginx", "--source", "a", "x", "y"], "several files"],
  [["--nonsense"], "--nonsense"],
  [["--format", "nginx", "--stale", "soon", "x"], "--stale"],
])("%j is not understood and says why", async (args, why) => {
  const own = world();
  expect(await logsCommand(args, own)).toBe(2);
  expect(own.said.join("\n")).toContain(why);
  expect(own.said.join("\n")).toContain("Usage:");
});

test("a file that is not there, a service that is away and a log of another kind are told", async () => {
  const { url, file } = await listening();
  expect((await run(url, [file])).said[0]).toContain("ENOENT");
  writeFileSync(file, "this is no log\n");
  const odd = await run(url, [file]);
  expect(odd.code).toBe(1);
  expect(odd.said.at(-1)).toContain("1 lines were not understood as nginx: 1");
  const away = await run("http://127.0.0.1:1", [file]);
  expect(away.said[0]).toContain("cannot be reached");
  expect(away.code).toBe(1);
});
