import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { AdapterActionResult } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { eventsUntil, post } from "../support/child-service.ts";
import { action, content, publish, remove, update } from "../support/requests.ts";
import { newFolder } from "../support/service.ts";
import { runningService } from "./running.ts";

const r2e = process.env["UNDERCLAIM_RSS2EMAIL"] ?? "";

/** An rss2email with a subscription, and a mailbox that it writes to. */
async function subscriber(feed: string) {
  const folder = newFolder();
  const [config, data, mail] = ["rss2email.cfg", "rss2email.json", "mail"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const run = (...arguments_: string[]) =>
    promisify(execFile)(r2e, ["-c", config, "-d", data, ...arguments_], {
      env: { HOME: folder, PATH: process.env["PATH"] },
    });
  writeFileSync(
    config,
    [
      "[DEFAULT]",
      "from = feeds@example.com",
      "to = reader@example.com",
      "email-protocol = maildir",
      `maildir-path = ${mail}`,
      "maildir-mailbox = Inbox",
      "use-publisher-email = False",
      "",
    ].join("\n"),
  );
  mkdirSync(mail);
  await run("add", "example", feed);
  return {
    /** Fetches once; the subjects of the mails that came of it. */
    async run(): Promise<string[]> {
      const before = new Set(mails());
      await run("run");
      return mails()
        .filter((file) => !before.has(file))
        .map((file) => /^Subject: (.*)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "")
        .toSorted();
    },
  };

  function mails(): string[] {
    const inbox = join(mail, "Inbox", "new");
    return existsSync(inbox) ? readdirSync(inbox).map((name) => join(inbox, name)) : [];
  }
}

describe.skipIf(r2e === "")("rss2email, which UNDERCLAIM_RSS2EMAIL must name,", () => {
  it.each(["rss.xml", "atom.xml"])(
    "mails each item of %s once, whatever is updated, removed or expired, and asks conditionally",
    { timeout: 120_000 },
    async (file) => {
      const address = await runningService();
      const act = async (request: unknown): Promise<string> => {
        const answer = await post<AdapterActionResult>(`${address}/adapter/actions`, request);
        expect(answer.status).toBe(202);
        return String(answer.body.metadata?.["feed_item_id"]);
      };
      const reader = await subscriber(`${address}/feeds/example/${file}`);
      const first = await act(publish({ content: content({ subject: "First notice" }) }));
      const second = await act(publish({ content: content({ subject: "Second notice" }) }));
      expect(await reader.run()).toEqual(["First notice", "Second notice"]);
      expect(await reader.run()).toEqual([]);

      await act(
        update({ feed_item_id: first }, { content: content({ subject: "First notice, revised" }) }),
      );
      await act(publish({ content: content({ subject: "Third notice" }) }));
      expect(await reader.run()).toEqual(["Third notice"]);

      await act(remove({ feed_item_id: first }));
      await act(action("feed.expire_item", { parameters: { feed_item_id: second } }));
      expect(await reader.run()).toEqual([]);
      expect(await reader.run()).toEqual([]);

      const checked = await eventsUntil(address, (all) =>
        all.some(({ native_status_mapping_ref: ref }) => ref === "mapping:feed.revalidated"),
      );
      expect(checked.filter(({ event_type }) => /read|viewed|opened/.test(event_type))).toEqual([]);
    },
  );
});
