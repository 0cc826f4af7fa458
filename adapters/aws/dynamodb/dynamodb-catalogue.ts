import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { PermanentError } from '#engagement/errors.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { eventNamesOf } from '#engagement/model/live-catalogue.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { Clock } from '#stages/ports/clock.ts'
import { type Item, text, textIn } from './item.ts'
import { keyItem, LIVE, WATCHED } from './keys.ts'
import { packed, putParts, readParts } from './parts.ts'
import type { Table } from './table.ts'

/** A warm instance looks at the pointer again after this long. */
const LOOK_AGAIN_MS = 30_000

/** The digest proves that these are our compiler's bytes; this, that they are of the kind that this code reads. */
const Published = z.custom<Catalogue>(
  (value) =>
    z.looseObject({ format: z.literal(1), hash: z.string(), workflows: z.array(z.unknown()) }).safeParse(value).success,
)
const PublishedWorkflow = z.custom<Workflow>(
  (value) => z.looseObject({ id: z.string(), version: z.string(), steps: z.looseObject({}) }).safeParse(value).success,
)

/** `CAT#<hash>` / part, the pointer `CAT` / `LIVE`, and `WF#<id>` / `V#<version>#<part>`: nothing but the pointer ever changes. */
export class DynamoDbCatalogue implements CatalogueStore {
  readonly #table: Table
  readonly #clock: Clock
  #live: { readonly catalogue: Catalogue; readonly publication: string; readonly seenAt: number } | undefined
  readonly #workflows = new Map<string, Workflow>()
  #looking: Promise<Catalogue | undefined> | undefined
  #watched: { readonly publication: string | undefined; readonly names: ReadonlySet<string> } | undefined

  constructor(table: Table, clock: Clock) {
    this.#table = table
    this.#clock = clock
  }

  async live(): Promise<Catalogue | undefined> {
    const now = this.#clock.now()
    if (this.#live !== undefined && now - this.#live.seenAt < LOOK_AGAIN_MS && now >= this.#live.seenAt)
      return this.#live.catalogue
    // Whoever asks meanwhile waits for the same look, and all go on in the order in which they asked.
    this.#looking ??= this.#look(now).finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #look(now: number): Promise<Catalogue | undefined> {
    const pointer = await this.#table.get(LIVE)
    if (pointer === undefined) return undefined
    const hash = textIn(pointer, 'hash')
    const catalogue = this.#live?.catalogue.hash === hash ? this.#live.catalogue : await this.#read(hash)
    this.#live = { catalogue, publication: publicationIn(pointer), seenAt: now }
    return catalogue
  }

  async workflow(id: string, version: string): Promise<Workflow | undefined> {
    const name = `${id}#${version}`
    const known = this.#workflows.get(name)
    if (known !== undefined) return known
    const found = await readParts(this.#table, `WF#${id}`, `V#${version}#`)
    if (found === undefined) return undefined
    const workflow = checked(PublishedWorkflow, found, `WF#${id} / V#${version}`)
    this.#workflows.set(name, workflow)
    return workflow
  }

  /** Read again with each publication that is new to this instance. */
  async watched(): Promise<ReadonlySet<string>> {
    await this.live()
    const publication = this.#live?.publication
    if (this.#watched === undefined || this.#watched.publication !== publication) {
      const items = await this.#table.query(WATCHED)
      this.#watched = { publication, names: new Set(items.map((item) => textIn(item, 'SK'))) }
    }
    return this.#watched.names
  }

  /** Sources first, the pointer last: whoever follows the pointer finds everything. */
  async publish(catalogue: Catalogue): Promise<void> {
    await putSources(this.#table, catalogue)
    this.#watched = undefined
    const pointer = pointerTo(catalogue)
    await this.#table.put(pointer)
    this.#live = { catalogue, publication: publicationIn(pointer), seenAt: this.#clock.now() }
  }

  async #read(hash: string): Promise<Catalogue> {
    const found = await readParts(this.#table, `CAT#${hash}`, 'P#')
    if (found === undefined) throw new PermanentError('broken-item', `item CAT / LIVE: there is no catalogue ${hash}`)
    return checked(Published, found, `CAT#${hash}`)
  }
}

/** Each publication is told from the others: between two of the same catalogue there may have been another. */
export const pointerTo = ({ hash }: Catalogue): Item => ({ ...keyItem(LIVE), hash: text(hash), p: text(randomUUID()) })
/** Earlier versions wrote only the hash. */
const publicationIn = (pointer: Item): string => pointer['p']?.S ?? textIn(pointer, 'hash')

/** Everything that the pointer will lead to. */
export async function putSources(table: Table, catalogue: Catalogue): Promise<void> {
  for (const name of eventNamesOf(catalogue)) await table.put(keyItem({ PK: WATCHED, SK: name }))
  for (const workflow of catalogue.workflows)
    await putParts(table, `WF#${workflow.id}`, `V#${workflow.version}#`, packed(workflow))
  await putParts(table, `CAT#${catalogue.hash}`, 'P#', packed(catalogue))
}

function checked<Schema extends z.ZodMiniType>(schema: Schema, found: unknown, place: string): z.infer<Schema> {
  const parsed = schema.safeParse(found)
  if (parsed.success) return parsed.data
  throw new PermanentError('broken-item', `item ${place}: not of the format that this code reads`)
}
