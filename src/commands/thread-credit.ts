/** How many bytes a thread may hand over before the other has written some: it waits when it is that far ahead. */
export interface Credit {
  /** Waits while there is none, then takes so much, be it more than there is. */
  readonly take: (bytes: number) => void;
  readonly giveBack: (bytes: number) => void;
}

/** Memory for a credit that two threads share. */
export function creditMemory(bytes: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  new Int32Array(memory)[0] = bytes;
  return memory;
}

export function createCredit(memory: SharedArrayBuffer): Credit {
  const cell = new Int32Array(memory);
  return {
    take: (bytes) => {
      for (let left = Atomics.load(cell, 0); left <= 0; left = Atomics.load(cell, 0)) {
        Atomics.wait(cell, 0, left);
      }
      Atomics.sub(cell, 0, bytes);
    },
    giveBack: (bytes) => {
      Atomics.add(cell, 0, bytes);
      Atomics.notify(cell, 0);
    },
  };
}
