import { bronzeCommand } from "./bronze.ts";
import { buildCommand } from "./build.ts";
import { checkCommand } from "./check.ts";
import { cleanCommand } from "./clean.ts";
import type { Command } from "./command.ts";
import { dashboardCommand } from "./dashboard.ts";
import { exportCommand } from "./export.ts";
import { goldCommand } from "./gold.ts";
import { initCommand } from "./init.ts";
import { queryCommand } from "./query.ts";
import { reportCommand } from "./report.ts";
import { runCommand } from "./run.ts";
import { silverCommand } from "./silver.ts";
import { simulateCommand } from "./simulate.ts";
import { statusCommand } from "./status.ts";
import { verifyCommand } from "./verify.ts";

/** Every command, in the order of --help. */
export const allCommands: readonly Command[] = [
  simulateCommand,
  bronzeCommand,
  silverCommand,
  goldCommand,
  buildCommand,
  runCommand,
  queryCommand,
  exportCommand,
  dashboardCommand,
  reportCommand,
  checkCommand,
  statusCommand,
  verifyCommand,
  initCommand,
  cleanCommand,
];
