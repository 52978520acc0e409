import { join } from "node:path";

import { ExitCode } from "../lib/errors.ts";
import { templateFiles } from "../pipeline/reference/templates.ts";
import type { CommandContext } from "./command.ts";
import { publicationNote, withStagedFiles } from "./staged-files.ts";

export interface InitOptions {
  /** Whether reference files that exist are replaced. */
  readonly isForced: boolean;
}

/** Writes template reference files into the warehouse: all or none. */
export async function writeTemplates(
  { isForced }: InitOptions,
  { paths, note }: CommandContext,
): Promise<ExitCode> {
  const publication = await withStagedFiles(paths, async (files) => {
    for (const [name, text] of templateFiles()) await files.append(join("reference", name), text);
    return files.publish({ isForced });
  });
  note(publicationNote(publication, paths.reference));
  note(`edit them, put telemetry into ${paths.landing}, then: indkpi run --warehouse ${paths.root}`);
  return ExitCode.done;
}
