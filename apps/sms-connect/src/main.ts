import { serveAdapter } from "@underclaim/runtime";
import { checkSms, openSmsConnect, SmsConfiguration } from "@underclaim/sms-connect";

await serveAdapter({
  name: "sms-connect",
  schema: SmsConfiguration,
  check: checkSms,
  open: async (parts) => {
    const service = await openSmsConnect(parts);
    await service.watch();
    return service;
  },
});
