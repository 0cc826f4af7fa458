/** Types a property of the vocabulary can have. `date`: an ISO date or date-time string. `money`: a number in `currency`. */
export type PropertyType =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'date' | 'money' | 'url' | 'object' }
  | { readonly kind: 'list'; readonly of: { readonly [name: string]: PropertyDefinition } | PropertyType }

export interface PropertyDefinition {
  readonly type: PropertyType
  readonly description: string
  /** Always present on the event. Everything else needs a fallback in a message. */
  readonly required: boolean
  readonly example?: string | number | boolean
}

/** One event of the vocabulary; a file under `workflows/events/`. */
export interface EventDefinition {
  readonly name: string
  readonly description: string
  /** Where the name and properties come from (an address), for readers. */
  readonly source?: string
  /** Raised by the engine itself, never accepted from outside. */
  readonly engine: boolean
  readonly properties: { readonly [name: string]: PropertyDefinition }
}
