import { askCommand } from "./ask.ts";
import { bridgeCommand } from "./bridge.ts";
import { bronzeCommand } from "./bronze.ts";
import { buildCommand } from "./build.ts";
import { checkCommand } from "./check.ts";
import { cleanCommand } from "./clean.ts";
import type { Command } from "./command.ts";
import { dashboardCommand } from "./dashboard.ts";
import { explainCommand } from "./explain.ts";
import { exportCommand } from "./export.ts";
import { goldCommand } from "./gold.ts";
import { initCommand } from "./init.ts";
import { lineageCommand } from "./lineage.ts";
import { publishCommand } from "./publish.ts";
import { queryCommand } from "./query.ts";
import { reportCommand } from "./report.ts";
import { runCommand } from "./run.ts";
import { shellCommand } from "./shell.ts";
import { silverCommand } from "./silver.ts";
import { simulateCommand } from "./simulate.ts";
import { statusCommand } from "./status.ts";
import { verifyCommand } from "./verify.ts";
import { watchCommand } from "./watch.ts";

/** Every command, in the order of --help. */
export const allCommands: readonly Command[] = [
  simulateCommand,
  bronzeCommand,
  silverCommand,
  goldCommand,
  buildCommand,
  runCommand,
  watchCommand,
  queryCommand,
  shellCommand,
  askCommand,
  explainCommand,
  bridgeCommand,
  exportCommand,
  publishCommand,
  dashboardCommand,
  reportCommand,
  checkCommand,
  statusCommand,
  lineageCommand,
  verifyCommand,
  initCommand,
  cleanCommand,
];
