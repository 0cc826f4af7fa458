/** Something that happens at its time. `order` decides between things of the same instant. */
interface Task {
  readonly at: number
  readonly order: number
  readonly n: number
  readonly run: () => void
}

/** What is to happen, by time. The same things come in the same order, whoever put them in first. */
export class Agenda {
  readonly #heap: Task[] = []
  #count = 0

  get size(): number {
    return this.#heap.length
  }

  add(at: number, order: number, run: () => void): void {
    this.#count += 1
    const heap = this.#heap
    heap.push({ at, order, n: this.#count, run })
    let place = heap.length - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!this.#isBefore(place, parent)) break
      this.#swap(place, parent)
      place = parent
    }
  }

  /** The instant of the next thing; undefined where nothing is left. */
  next(): number | undefined {
    return this.#heap[0]?.at
  }

  take(): Task | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    heap[0] = last
    let place = 0
    for (;;) {
      const [left, right] = [2 * place + 1, 2 * place + 2]
      let least = place
      if (left < heap.length && this.#isBefore(left, least)) least = left
      if (right < heap.length && this.#isBefore(right, least)) least = right
      if (least === place) return first
      this.#swap(place, least)
      place = least
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) return false
    return a.at - b.at < 0 || (a.at === b.at && (a.order < b.order || (a.order === b.order && a.n < b.n)))
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) return
    this.#heap[one] = b
    this.#heap[other] = a
  }
}
