import type { Options } from "yargs";

import { defaultWarehouse } from "../lib/settings.ts";

const group = "Global options:";

/** Options that every command takes. */
export const globalOptions = {
  warehouse: {
    type: "string",
    requiresArg: true,
    describe: "Directory of the data (also by INDKPI_WAREHOUSE)",
    defaultDescription: defaultWarehouse,
    group,
  },
  json: { type: "boolean", describe: "Results as JSON on stdout, errors as JSON on stderr", group },
  quiet: { type: "boolean", describe: "No notes and no progress on stderr", group },
  debug: { type: "boolean", describe: "Errors with their stack", group },
  "no-progress": { type: "boolean", describe: "No progress on stderr", group },
} as const satisfies Record<string, Options>;

/** Options of yargs itself. */
export const helpOptions = ["help", "version"] as const;
export const helpGroup = { names: [...helpOptions], title: group } as const;
