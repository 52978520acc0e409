import { UsageError } from "../lib/errors.ts";
import { defineCommand } from "./command.ts";
import { wholeNumber } from "./option-values.ts";

export const dashboardCommand = defineCommand({
  usage: "dashboard",
  describe: "Serve the dashboard of this warehouse to a browser on this machine",
  positionals: {},
  options: {
    port: {
      type: "number",
      requiresArg: true,
      default: 8473,
      describe: "Port to listen on; 0 takes any free one",
    },
    host: {
      type: "string",
      requiresArg: true,
      default: "127.0.0.1",
      describe: "Address to listen on; another than this machine's own loopback asks everyone for a token",
    },
    "token-file": {
      type: "string",
      requiresArg: true,
      describe: "Take the token from this file",
      defaultDescription: "a new one each time",
    },
  },
  examples: [
    ["indkpi dashboard", "then open http://127.0.0.1:8473/"],
    ["indkpi dashboard --host 0.0.0.0", "for the screens of the plant; prints an address with a token"],
  ],
  run: async ({ port, host, "token-file": tokenFile }, context) => {
    const checkedPort = wholeNumber("port", port, { min: 0, max: 65_535 });
    if (host === "") throw new UsageError("--host takes an address", "as in --host 0.0.0.0");
    const { serveDashboard } = await import("./dashboard-handler.ts");
    return serveDashboard({ port: checkedPort, host, tokenFile }, context);
  },
});
