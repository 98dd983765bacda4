import { expect, test } from "vitest";
import { discover } from "../../../src/websub/subscriber/discovery.ts";

const at = (body: string, more: { link?: string; contentType?: string } = {}) =>
  discover({
    url: "https://a.example/page",
    link: more.link,
    contentType: more.contentType ?? "text/html",
    body,
  });
const LINKS = { self: "https://a.example/f", hubs: ["https://h.example/"] };

test("100: by HTTP header", () => {
  const link = '<https://h.example/>; rel="hub", </f>; rel="self"';
  expect(at("", { link })).toEqual(LINKS);
});

test("101: by HTML tags, in the head alone", () => {
  const head = '<link rel="hub" href="https://h.example/"><link rel=self href="/f">';
  expect(at(`<!doctype html><html><head>${head}</head><body></body></html>`)).toEqual(LINKS);
  expect(at(`<!doctype html><html><head></head><body>${head}</body></html>`)).toBeNull();
});

test("102: by an Atom feed, not by its entries", () => {
  const feed = (links: string, entry = "") =>
    `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">${links}<entry>${entry}</entry></feed>`;
  const links =
    '<link rel="hub" href="https://h.example/"/><link rel="self" href="https://a.example/f"/>';
  expect(at(feed(links), { contentType: "application/atom+xml" })).toEqual(LINKS);
  expect(at(feed("", links), { contentType: "application/atom+xml" })).toBeNull();
});

test("103: by an RSS feed", () => {
  const rss = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://a.example/</link>
    <atom:link rel="hub" href="https://h.example/"/><atom:link rel="self" href="/f"/><item/></channel></rss>`;
  expect(at(rss, { contentType: "application/rss+xml" })).toEqual(LINKS);
});

test("104: headers outrank the document", () => {
  const link = '<https://h.example/>; rel="hub", <https://a.example/f>; rel="self"';
  const body =
    '<html><head><link rel="hub" href="https://wrong.example/"><link rel="self" href="/wrong"></head></html>';
  expect(at(body, { link })).toEqual(LINKS);
});

test.each([
  "",
  "not a document",
  '<html><head><link rel="self" href="/f"></head></html>',
  "<feed><link rel='hub'/>",
])("%j names no hub", (body) => {
  expect(at(body)).toBeNull();
});

test("a document that is nested without end is read no further, and holds nobody up", () => {
  const deep = `<feed>${"<a>".repeat(150_000)}${"</b>".repeat(100_000)}</feed>`;
  expect(at(deep, { contentType: "application/atom+xml" })).toBeNull();
  const page = `<html><head></head>${"<i>".repeat(150_000)}${"</b>".repeat(100_000)}`;
  expect(at(page)).toBeNull();
}, 5_000);
