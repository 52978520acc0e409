import type { Snapshot } from "../data/snapshots.ts";
import { answerKey, type Parameters } from "../shared/answer.ts";

const keptAnswers = 500;

/** Answers of the present snapshot as JSON, each found once. */
export class AnswerCache {
  #snapshotId: string | undefined;
  readonly #texts = new Map<string, Promise<string>>();

  async text(snapshot: Snapshot, name: string, parameters: Parameters): Promise<string> {
    if (snapshot.id !== this.#snapshotId) {
      this.#texts.clear();
      this.#snapshotId = snapshot.id;
    }
    const key = answerKey(name, parameters);
    const known = this.#texts.get(key);
    if (known !== undefined) {
      // The last used stay the longest.
      this.#texts.delete(key);
      this.#texts.set(key, known);
      return await known;
    }
    const found = snapshot.query(name, parameters).then((answer) => JSON.stringify(answer));
    this.#texts.set(key, found);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > keptAnswers && oldest !== undefined) this.#texts.delete(oldest);
    found.catch(() => this.#texts.delete(key));
    return await found;
  }
}
