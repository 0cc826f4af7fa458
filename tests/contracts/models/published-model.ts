import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import type { Quarantined } from '#stages/ports/quarantine-store.ts'
import type { Suppression } from '#stages/ports/suppression-store.ts'

/** A warm instance may be so far behind. */
const BEHIND_MS = 30_000

interface Publication {
  readonly at: number
  readonly catalogue: Catalogue
}

/** Publications, suppressions, the quarantine and tries, as the ports describe them. */
export class PublishedModel {
  now: number
  publications: readonly Publication[] = []
  /** Names of events and versions of workflows by when they were written; the first of a version stands. */
  readonly names = new Map<string, number>()
  /** Also those of what was refused at the last moment. */
  readonly written = new Set<string>()
  readonly versions = new Map<string, Workflow>()
  /** What a deployment published last. */
  seed: string | undefined
  /** By instance: the place of the newest publication that it is known to have seen. */
  readonly #seen = new Map<string, number>()
  readonly #suppressions = new Map<string, Suppression>()
  #quarantine: readonly Quarantined[] = []
  readonly #tries = new Map<string, number>()

  constructor(now: number) {
    this.now = now
  }

  get live(): Catalogue | undefined {
    return this.publications.at(-1)?.catalogue
  }

  /** What a publication leads to is there before it is. */
  write(catalogue: Catalogue): void {
    for (const name of namesOf(catalogue)) this.written.add(name)
    for (const workflow of catalogue.workflows) {
      const name = `${workflow.id} ${workflow.version}`
      if (!this.versions.has(name)) this.versions.set(name, workflow)
    }
  }

  publish(catalogue: Catalogue, by: string): void {
    this.write(catalogue)
    this.publications = [...this.publications, { at: this.now, catalogue }]
    for (const name of namesOf(catalogue)) if (!this.names.has(name)) this.names.set(name, this.now)
    this.#seen.set(by, this.publications.length - 1)
  }

  /** Another instance stands in the place of this one: it has seen nothing. */
  restart(instance: string): void {
    this.#seen.delete(instance)
  }

  /** What this instance may say is live: what was so within the last 30 seconds, and it never goes back. */
  mayBeLive(instance: string): readonly Catalogue[] {
    return this.publications.slice(this.#oldest(instance)).map(({ catalogue }) => catalogue)
  }

  saw(instance: string, hash: string): void {
    const from = this.#oldest(instance)
    const place = this.publications.findIndex(({ catalogue }, index) => index >= from && catalogue.hash === hash)
    this.#seen.set(instance, place)
  }

  /** Names that every instance must know by now. */
  get known(): readonly string[] {
    return [...this.names].filter(([, at]) => at <= this.now - BEHIND_MS).map(([name]) => name)
  }

  #oldest(instance: string): number {
    const settled = this.publications.findLastIndex(({ at }) => at <= this.now - BEHIND_MS)
    return Math.max(0, settled, this.#seen.get(instance) ?? 0)
  }

  suppress(person: string, suppression: Suppression): void {
    const key = `${suppression.channel} ${person}`
    if (!this.#suppressions.has(key)) this.#suppressions.set(key, suppression)
  }

  suppressed(channel: string, person: string): Suppression | undefined {
    return this.#suppressions.get(`${channel} ${person}`)
  }

  /** The same thing stands once a day. */
  putAside(item: Quarantined): void {
    const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
    const known = this.#quarantine.some(({ id, at }) => id === item.id && day(at) === day(item.at))
    if (!known) this.#quarantine = [...this.#quarantine, item]
  }

  /** Newest first. */
  quarantine(limit: number): readonly Quarantined[] {
    return this.#quarantine.toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)).slice(0, limit)
  }

  begin(record: string): number {
    const tries = (this.#tries.get(record) ?? 0) + 1
    this.#tries.set(record, tries)
    return tries
  }
}

/** Events that enter, end or are waited for; the samples use no other place. */
export const namesOf = ({ workflows }: Catalogue): readonly string[] =>
  workflows.flatMap(({ trigger, exitWhen }) => [
    ...trigger.events,
    ...exitWhen.flatMap((exit) => ('events' in exit ? exit.events : [])),
  ])
