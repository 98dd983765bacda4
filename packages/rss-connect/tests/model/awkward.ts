import type { SyndicationFeed } from "../../src/model/syndication.ts";
import { sampleEntry, sampleFeed } from "./samples.ts";

/** Everything that `feed` alone gets wrong, in one feed. */
export const awkwardFeed = (): SyndicationFeed =>
  sampleFeed({
    title: "A &amp; <b> ]]> 'c' \"d\"",
    description: "one\r\ntwo & <three>",
    site_url: "https://EX.org/?a=1&b=<2>",
    feed_url: "https://ex.org/feed.xml?a=1&b=2",
    language: "de-AT",
    updated_at: "2026-03-01T13:00:00.500+01:00",
    ttl_seconds: 3600,
    hub_links: ["https://hub.example/?a=1&b=2", "https://hub2.example/"],
    entries: [
      sampleEntry({
        entry_id: "i1",
        stable_id: "https://EX.org/p?a=1&amp;b=2",
        title: "]]> twice ]]> <b>x</b> &amp; &lt; 😀",
        summary: '<p>1 &lt; 2 ]]> and ]]> <a href="https://ex.org/?a=1&amp;b=2">x</a></p>',
        canonical_url: "https://EX.org/a?x=1&y=<2>",
        published_at: "2026-02-28T23:59:59+00:00",
        updated_at: "2026-03-01T13:00:00+01:00",
        authors: [
          "Only A Name & Co",
          "jane@example.com (Jane)",
          "Joe <joe@example.com>",
          "kim@example.com",
        ],
        categories: ["R&D <x>", { term: "t&amp;", domain: 'https://ex.org/?a=1&b="<c>' }],
        enclosures: [
          {
            url: "https://ex.org/a b.mp3?x=1&y=2".replace(" ", "%20"),
            mime_type: "audio/mpeg",
            length_bytes: 7,
          },
          { url: "https://ex.org/b.pdf", mime_type: "application/pdf", length_bytes: 8 },
        ],
      }),
      sampleEntry({ entry_id: "i2", stable_id: "token<2>&", title: "", canonical_url: null }),
      sampleEntry({
        entry_id: "i3",
        stable_id: "i3",
        summary: null,
        authors: ["(odd@example.com)", "x@example.com (A (b) c)", "y@example.com"],
      }),
    ],
  });
