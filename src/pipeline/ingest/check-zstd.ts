import { literal, type Database } from "../../engine/database.ts";
import { StatementFailure } from "../../engine/statement-failure.ts";

/**
 * Lets DuckDB unpack a Zstandard archive once, for it verifies checksums, which the unpacker here does not. It does not
 * notice an archive that is cut short, which the other does.
 *
 * @throws where the archive is damaged
 */
export async function checkZstd(database: Database, path: string): Promise<void> {
  try {
    await database.rows(
      `select count(*) from read_csv(${literal(path.replaceAll(/[*?[]/g, "[$&]"))}, columns = {'line_text': 'VARCHAR'}, delim = '', quote = '', escape = '', header = false, auto_detect = false, strict_mode = false, ignore_errors = true, compression = 'zstd')`,
    );
  } catch (failure) {
    if (!(failure instanceof StatementFailure)) throw failure;
    // Of what is in the lines others judge.
    if (!failure.message.startsWith("IO Error: ")) return;
    const reason = failure.message.slice("IO Error: ".length);
    throw new Error(`the archive is damaged or cut short (${reason})`, { cause: failure });
  }
}
