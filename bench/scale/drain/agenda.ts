/** What happens when, in simulated milliseconds: a heap of acts by time; of the same instant, the one that was noted first. */
export class Agenda {
  readonly #heap: { readonly at: number; readonly order: number; readonly act: () => void | Promise<void> }[] = []
  #noted = 0
  now = 0

  at(time: number, act: () => void | Promise<void>): void {
    const heap = this.#heap
    heap.push({ at: Math.max(time, this.now), order: this.#noted, act })
    this.#noted += 1
    let child = heap.length - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!this.#before(child, parent)) break
      this.#swap(child, parent)
      child = parent
    }
  }

  /** Runs act after act until `done` says so or nothing is left. */
  async run(done: () => boolean): Promise<void> {
    while (!done()) {
      const next = this.#take()
      if (next === undefined) return
      this.now = next.at
      const doing = next.act()
      if (doing !== undefined) await doing
    }
  }

  #take() {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    heap[0] = last
    let parent = 0
    for (;;) {
      const left = 2 * parent + 1
      let least = parent
      if (left < heap.length && this.#before(left, least)) least = left
      if (left + 1 < heap.length && this.#before(left + 1, least)) least = left + 1
      if (least === parent) return first
      this.#swap(parent, least)
      parent = least
    }
  }

  #before(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) throw new RangeError('outside the heap')
    return a.at < b.at || (a.at === b.at && a.order < b.order)
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) throw new RangeError('outside the heap')
    this.#heap[one] = b
    this.#heap[other] = a
  }
}
