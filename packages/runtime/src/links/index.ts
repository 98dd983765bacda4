// Tracked links: what every channel that leads links through its service has in common.
export { classifyLinkRequest, type ClassifiedAgent, type LinkRequest } from "./agents.ts";
export { LinkClickClassification, ScannerClassification } from "./classification.ts";
export { answerLink, LINK_REPLIES, type FollowedLink } from "./following.ts";
export { createLinkRecorder, type LinkRecorder, type LinkRecorderOptions } from "./recorder.ts";
export { isLinkToken, linkToken } from "./tokens.ts";
