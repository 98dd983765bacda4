export { TemplateSettings } from "./settings.ts";
export { checkTemplates, renderTemplate, type TemplateRendering } from "./template.ts";
