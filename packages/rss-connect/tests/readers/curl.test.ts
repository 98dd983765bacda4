import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { eventsUntil, post } from "../support/child-service.ts";
import { EXAMPLE_ACTION } from "../support/requests.ts";
import { elements, newFolder } from "../support/service.ts";
import { runningService } from "./running.ts";

const curl = async (...args: string[]): Promise<string> =>
  (await promisify(execFile)("curl", ["-sS", ...args])).stdout;

it(
  "curl fetches the item, is told 304 by its ETag, and is evidence of a client of unknown kind",
  { timeout: 60_000 },
  async () => {
    const address = await runningService();
    const feed = `${address}/feeds/example/rss.xml`;
    expect((await post(`${address}/adapter/actions`, EXAMPLE_ACTION)).status).toBe(202);
    const folder = newFolder();
    const [body, etag] = [join(folder, "body"), join(folder, "etag")];

    const save = [
      "--compressed",
      "-o",
      body,
      "--etag-save",
      etag,
      "-w",
      "%{http_code} %{content_type}",
      feed,
    ];
    expect(await curl(...save)).toBe("200 application/rss+xml; charset=utf-8");
    expect(elements(readFileSync(body, "utf8"), "title")).toEqual([
      "Example",
      "New document available",
    ]);
    expect(
      await curl(
        "--compressed",
        "-o",
        "/dev/null",
        "--etag-compare",
        etag,
        "-w",
        "%{http_code}",
        feed,
      ),
    ).toBe("304");
    expect(await curl("-I", "-o", "/dev/null", "-w", "%{http_code}", feed)).toBe("200");

    const fetches = await eventsUntil(
      address,
      (all) => all.filter(({ event_type }) => event_type === "feed.feed.fetched").length >= 2,
    );
    expect(
      new Set(
        fetches
          .filter(({ event_type }) => event_type === "feed.feed.fetched")
          .map(({ native_status_mapping_ref }) => native_status_mapping_ref),
      ),
    ).toEqual(new Set(["mapping:feed.fetched.unknown", "mapping:feed.revalidated"]));
  },
);
