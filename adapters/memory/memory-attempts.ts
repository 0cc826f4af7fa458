import type { AttemptStore } from '#stages/ports/attempt-store.ts'

export class MemoryAttempts implements AttemptStore {
  readonly #tries = new Map<string, number>()

  async begin(record: string): Promise<number> {
    const tries = (this.#tries.get(record) ?? 0) + 1
    this.#tries.set(record, tries)
    return tries
  }
}
