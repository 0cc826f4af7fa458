import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { Command } from 'commander'
import { DynamoDbCatalogue } from '#adapters/aws/dynamodb/dynamodb-catalogue.ts'
import { Table } from '#adapters/aws/dynamodb/table.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { type Context, UsageError } from '../context.ts'
import { requireCatalogue } from '../workspace.ts'

interface Options {
  readonly table?: string
  readonly endpoint?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

export function publishCommand(context: Context): Command {
  return new Command('publish')
    .description(
      'Check the workflows and make them live. Customers inside one finish on the version they entered with.',
    )
    .option('--table <name>', 'the table (default: $TABLE_NAME)')
    .option('--endpoint <url>', "DynamoDB's address (default: $DYNAMODB_ENDPOINT, else AWS)")
    .option('--dry-run', 'say what would change, change nothing')
    .option('--json', 'answer as JSON')
    .action(async (options: Options) => publish(context, options))
}

async function publish(context: Context, options: Options): Promise<void> {
  const tableName = options.table ?? context.env['TABLE_NAME']
  if (tableName === undefined) throw new UsageError('Which table? Give --table, or TABLE_NAME in the environment.')
  const { catalogue } = await requireCatalogue(context, 'Publishing')
  const store = new DynamoDbCatalogue(new Table(client(context, options), tableName), { now: () => Date.now() })
  try {
    const changes = compare(await store.live(), catalogue)
    if (!options.dryRun) await store.publish(catalogue)
    report(context, options, catalogue, changes)
  } catch (error) {
    throw new UsageError(`Table ${tableName}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

function client(context: Context, options: Options): DynamoDBClient {
  const endpoint = options.endpoint ?? context.env['DYNAMODB_ENDPOINT']
  if (endpoint === undefined) return new DynamoDBClient({})
  // An engine on this machine asks for no credentials; the client does.
  return new DynamoDBClient({
    endpoint,
    region: context.env['AWS_REGION'] ?? 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
}

interface Change {
  readonly workflow: string
  readonly change: 'new' | 'changed' | 'same' | 'gone'
  readonly version: string
}

/** A workflow's version is the hash of its sources: what differs, differs. */
export function compare(before: Catalogue | undefined, after: Catalogue): readonly Change[] {
  const old = new Map(before?.workflows.map(({ id, version }) => [id, version]))
  const kept = after.workflows.map(({ id, version }): Change => {
    const was = old.get(id)
    return { workflow: id, version, change: was === undefined ? 'new' : was === version ? 'same' : 'changed' }
  })
  const ids = new Set(after.workflows.map(({ id }) => id))
  const gone = [...old]
    .filter(([id]) => !ids.has(id))
    .map(([workflow, version]): Change => ({ workflow, version, change: 'gone' }))
  return [...kept, ...gone]
}

function report({ terminal }: Context, options: Options, { hash }: Catalogue, changes: readonly Change[]): void {
  if (options.json) {
    terminal.out(JSON.stringify({ published: !options.dryRun, hash, changes }, null, 2))
    return
  }
  const { colors } = terminal
  const paint = { new: colors.green, changed: colors.yellow, gone: colors.red, same: colors.dim }
  for (const { workflow, version, change } of changes)
    terminal.out(`${paint[change](change.padEnd(8))}${workflow}  ${colors.dim(version)}`)
  terminal.out(
    options.dryRun
      ? 'Nothing was published (--dry-run).'
      : `Live: ${hash.slice(0, 12)}. Warm handlers follow within 30 seconds.`,
  )
}
