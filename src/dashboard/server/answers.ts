import { promisify } from "node:util";
import { gzip } from "node:zlib";

import type { Snapshot } from "../data/snapshots.ts";
import { answerKey, type Parameters } from "../shared/answer.ts";

const keptAnswers = 500;

const pack = promisify(gzip);

/** An answer as JSON, and packed: packing it anew for everyone would take longer than finding it. */
export interface PreparedAnswer {
  readonly text: string;
  readonly packed: Buffer;
}

/** Answers of the present snapshot, each found once. */
export class AnswerCache {
  #snapshotId: string | undefined;
  readonly #answers = new Map<string, Promise<PreparedAnswer>>();

  async find(snapshot: Snapshot, name: string, parameters: Parameters): Promise<PreparedAnswer> {
    if (snapshot.id !== this.#snapshotId) {
      this.#answers.clear();
      this.#snapshotId = snapshot.id;
    }
    const key = answerKey(name, parameters);
    const known = this.#answers.get(key);
    if (known !== undefined) {
      // The last used stay the longest.
      this.#answers.delete(key);
      this.#answers.set(key, known);
      return await known;
    }
    const found = snapshot.query(name, parameters).then(async (answer) => {
      const text = JSON.stringify(answer);
      return { text, packed: await pack(text) };
    });
    this.#answers.set(key, found);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > keptAnswers && oldest !== undefined) this.#answers.delete(oldest);
    found.catch(() => this.#answers.delete(key));
    return await found;
  }
}
