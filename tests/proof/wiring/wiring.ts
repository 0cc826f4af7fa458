/** How everything hangs together, in one form for what the local host assumes and for what a template deploys. */
export interface Wiring {
  readonly table: {
    readonly keys: unknown
    readonly attributes: unknown
    readonly indexes: unknown
    readonly stream: unknown
    readonly expiry: unknown
    readonly billing: unknown
  }
  readonly functions: { readonly [name: string]: FunctionWiring }
  readonly queues: { readonly [name: string]: QueueWiring }
  /** By queue. */
  readonly consumers: { readonly [queue: string]: Consumer }
  readonly stream: Consumer & {
    readonly retries: unknown
    readonly bisects: unknown
    readonly onFailure: unknown
    readonly filters: unknown
  }
  readonly rule: {
    readonly pattern: unknown
    readonly to: unknown
    readonly deadLetters: unknown
    /** The event is handed over as it is. */
    readonly whole: boolean
    /** How often and how long (seconds) it is tried. */
    readonly retries: unknown
    readonly within: unknown
  }
  readonly sweep: {
    readonly rate: unknown
    readonly starts: unknown
    readonly retries: unknown
    readonly within: unknown
    /** Of the function itself, when it failed. */
    readonly repeats: unknown
  }
  /** Method and path -> function and the payload's version. */
  readonly pages: { readonly [route: string]: unknown }
  /** Of each class of mails. */
  readonly feedback: { readonly [messageClass: string]: Feedback }
}

export interface FunctionWiring {
  /** Seconds. */
  readonly timeout: unknown
  /** MB. */
  readonly memory: unknown
  /** Names of what it is told. */
  readonly variables: readonly string[]
}

export interface QueueWiring {
  readonly fifo: boolean
  /** Ids of duplicates come from the sender, and are told apart per group. */
  readonly ownIds: boolean
  /** Seconds after which what nobody took is gone. */
  readonly retention: unknown
  readonly visibility?: unknown
  readonly maxReceiveCount?: unknown
  readonly deadLetters?: unknown
}

export interface Consumer {
  readonly by: unknown
  readonly batchSize: unknown
  /** Only what failed of a batch comes back. */
  readonly partial: unknown
  readonly concurrency?: unknown
  /** Nothing is filtered out. */
  readonly everything?: boolean
}

export interface Feedback {
  readonly fates: readonly string[]
  /** In SNS's own envelope. */
  readonly wrapped: boolean
  readonly to: readonly string[]
}
