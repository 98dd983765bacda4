// Products that ask for links without anybody having followed one. Plain substrings of the user agent, lower case.

export type LinkProduct = readonly [marker: string, name: string];

/**
 * Previews of messengers. Some lend each other's names: iMessage asks as facebookexternalhit and Twitterbot at once, Signal
 * as WhatsApp. A messenger that asks under a browser's name cannot be told from a person here; its haste may.
 */
export const PREVIEW_AGENTS: readonly LinkProduct[] = [
  ["whatsapp/", "WhatsApp or Signal"],
  ["signal-android", "Signal"],
  ["telegrambot", "Telegram"],
  ["slackbot", "Slack"],
  ["slack-imgproxy", "Slack"],
  ["discordbot", "Discord"],
  ["skypeuripreview", "Skype or Teams"],
  ["microsoftpreview", "Teams"],
  ["kakaotalk-scrap", "KakaoTalk"],
  ["snap url preview", "Snapchat"],
  ["facebookexternalhit", "iMessage or Facebook"],
  ["facebot", "iMessage or Facebook"],
  ["facebookcatalog", "Facebook"],
  ["meta-externalfetcher", "Facebook"],
  ["twitterbot", "Twitter"],
  ["linkedinbot", "LinkedIn"],
  ["redditbot", "Reddit"],
  ["pinterestbot", "Pinterest"],
  ["vkshare", "VK"],
  ["mastodon/", "Mastodon"],
  ["cardyb/", "Bluesky"],
  ["google-pagerenderer", "Google"],
  ["iframely", "Iframely"],
  ["embedly", "Embedly"],
  ["linkpreview", "a link preview"],
  ["link preview", "a link preview"],
];

/** Services that open links to judge them: of mail and message gateways, carriers, and the whole internet. */
export const SECURITY_SCANNERS: readonly LinkProduct[] = [
  ["proofpoint", "Proofpoint"],
  ["cloudmark", "Cloudmark"],
  ["mimecast", "Mimecast"],
  ["barracuda", "Barracuda"],
  ["forcepoint", "Forcepoint"],
  ["zscaler", "Zscaler"],
  ["symantec", "Symantec"],
  ["trendmicro", "Trend Micro"],
  ["trend micro", "Trend Micro"],
  ["bitdefender", "Bitdefender"],
  ["fortiguard", "FortiGuard"],
  ["paloaltonetworks", "Palo Alto Networks"],
  ["palo alto networks", "Palo Alto Networks"],
  ["checkpoint", "Check Point"],
  ["netcraft", "Netcraft"],
  ["urlscan", "urlscan.io"],
  ["virustotal", "VirusTotal"],
  ["safebrowsing", "Safe Browsing"],
  ["phishtank", "PhishTank"],
  ["censysinspect", "Censys"],
  ["expanseinc", "Expanse"],
  ["zgrab", "zgrab"],
  ["nuclei", "Nuclei"],
];

/** HTTP clients of apps: no browser. */
export const APP_CLIENTS: readonly LinkProduct[] = [
  ["dalvik/", "an Android app"],
  ["okhttp/", "an Android app"],
  ["cfnetwork/", "an Apple app"],
  ["com.apple.", "an Apple app"],
];

/** Newer names first: every one of these also calls itself by the older ones. */
const BROWSERS: readonly LinkProduct[] = [
  ["edg", "Edge"],
  ["opr/", "Opera"],
  ["samsungbrowser/", "Samsung Internet"],
  ["crios/", "Chrome"],
  ["fxios/", "Firefox"],
  ["firefox/", "Firefox"],
  ["chrome/", "Chrome"],
  ["safari/", "Safari"],
];

const PLATFORMS: readonly LinkProduct[] = [
  ["android", "Android"],
  ["iphone", "iOS"],
  ["ipad", "iOS"],
  ["windows", "Windows"],
  ["mac os x", "macOS"],
  ["linux", "Linux"],
];

/** Browser and platform by families, a few dozen in all: no version, nothing that tells one person from another. */
export function agentFamily(userAgent: string): string {
  if (userAgent === "") return "none";
  const browser = BROWSERS.find(([marker]) => userAgent.includes(marker))?.[1];
  const platform = PLATFORMS.find(([marker]) => userAgent.includes(marker))?.[1];
  return browser === undefined ? "other" : `${browser} on ${platform ?? "other"}`;
}
