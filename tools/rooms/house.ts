/** A top-level folder, what it may import, and why. Rooms further up know nothing of those below. */
export interface Room {
  readonly name: string
  /** Other rooms it may import. */
  readonly imports: readonly string[]
  /** Its inner rooms, the leftmost first: each imports those on its right. */
  readonly inner?: readonly string[]
  /** Packages that it must not import, as patterns, and what to do instead. */
  readonly packages?: { readonly group: readonly string[]; readonly message: string }
  /** No clock, no chance, no async (tools/lint/pure.grit), and only what is deterministic of node:crypto. */
  readonly pure?: true
  readonly law: string
}

const HOSTS = ['@aws-sdk/**', '@middy/**', 'hono', 'hono/**', 'aws-cdk-lib', 'aws-cdk-lib/**']
const IO = ['node:*', '!node:crypto', ...HOSTS]

/** The house: an event's way and who knows whom. `biome.jsonc` extends what is made of it (`node tools/rooms.ts`). */
export const HOUSE: readonly Room[] = [
  {
    name: 'engagement',
    imports: [],
    inner: ['outcome', 'content', 'journey', 'message', 'promise', 'decision', 'model', 'customer'],
    packages: { group: IO, message: 'engagement/ is pure: no I/O. Take what it needs as an argument.' },
    pure: true,
    law: 'engagement/ is the core: it imports nothing from the other rooms.',
  },
  {
    name: 'language',
    imports: ['engagement'],
    inner: ['read', 'check', 'lower', 'content', 'form'],
    packages: { group: IO, message: 'language/ is pure: files are read by adapters/files.' },
    pure: true,
    law: 'language/ turns what marketers write into the model: it may import engagement/ only.',
  },
  {
    name: 'stages',
    imports: ['engagement', 'language'],
    packages: { group: HOSTS, message: "A stage speaks to ports, not to a provider's client." },
    law: 'stages/ may import engagement/ and language/; what it needs from outside is a port (stages/ports/).',
  },
  {
    name: 'views',
    imports: ['engagement', 'language', 'stages'],
    packages: { group: HOSTS, message: 'views/ are values; hosts show them.' },
    law: 'views/ may import engagement/, language/ and stages/: hosts import views, not the other way round.',
  },
  {
    name: 'adapters',
    imports: ['engagement', 'language', 'stages'],
    inner: ['files', 'layout', 'aws', 'feedback', 'http', 'memory'],
    law: 'adapters/ may import stages/, language/ and engagement/ only: hosts import them, not the other way round.',
  },
  {
    name: 'functions',
    imports: ['engagement', 'language', 'stages', 'views', 'adapters'],
    law: 'functions/ may import adapters/ and stages/ only: hosts import them, not the other way round.',
  },
  {
    name: 'simulation',
    imports: ['engagement', 'language', 'stages', 'views', 'adapters/memory', 'functions'],
    packages: { group: HOSTS, message: 'simulation/ is the engine in memory: no provider and no host.' },
    law: 'simulation/ is the engine in memory: it may import functions/, stages/, adapters/memory/ and what they may import.',
  },
  {
    name: 'infra',
    imports: ['engagement', 'language', 'stages', 'views', 'adapters', 'functions'],
    law: 'infra/ deploys functions/: it knows neither the local host nor the command line.',
  },
  {
    name: 'local',
    imports: ['engagement', 'language', 'stages', 'views', 'adapters', 'simulation', 'functions'],
    law: 'local/ hosts functions/: it knows neither infra/ nor the command line.',
  },
  {
    name: 'cli',
    imports: ['engagement', 'language', 'stages', 'views', 'adapters', 'simulation', 'functions'],
    law: 'cli/ asks the host over HTTP: it knows neither infra/ nor local/.',
  },
]

/** What is not shipped imports whatever it likes; nothing that is shipped imports it. */
export const NOT_SHIPPED: readonly string[] = ['bench', 'tests', 'tools']
