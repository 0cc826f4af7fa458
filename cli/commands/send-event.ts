import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { EventBridgeClient, type EventBridgeClientConfig, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { Command, Option } from 'commander'
import * as z from 'zod'
import { judgeBusEvent } from '#adapters/aws/bus-event.ts'
import { compileFolder } from '#adapters/files/compile-folder.ts'
import { IDENTIFY } from '#engagement/customer/customer-event.ts'
import { warningText } from '#engagement/customer/event-warning.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import { type Context, UsageError } from '../context.ts'
import { outcomeOf, showOutcome } from '../event-outcome.ts'
import { hostEndpoint } from '../host.ts'

interface Options {
  readonly user?: string
  readonly anonymous?: string
  readonly property: readonly string[]
  readonly trait: readonly string[]
  readonly properties?: string
  readonly at?: string
  readonly messageId?: string
  readonly source: string
  readonly endpoint?: string
  readonly aws?: boolean
  readonly bus?: string
  readonly json?: boolean
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]

export function sendEventCommand(context: Context): Command {
  return new Command('send-event')
    .description('Send an event to the local host, or to a bus on AWS, as a producer would.')
    .argument('<event>', `its name, such as "Product Added"; "${IDENTIFY}" for a change of traits`)
    .option('-u, --user <id>', "the customer's own id")
    .option('-a, --anonymous <id>', 'the anonymous id')
    .option('-p, --property <name=value>', 'a property; JSON where it reads as JSON, else text', collect, [])
    .option('-t, --trait <name=value>', `a trait (with "${IDENTIFY}")`, collect, [])
    .option('--properties <file>', 'all properties from a JSON file')
    .option('--at <time>', 'when it happened (ISO); now where left out')
    .option('--message-id <id>', 'its id: the same id twice has the effect of once')
    .option('--source <name>', 'who says so', 'beforehand.cli')
    .option('--endpoint <url>', 'the local host (default: http://127.0.0.1:$PORT, 4100)')
    .addOption(new Option('--aws', 'send to EventBridge itself, with your credentials').conflicts('endpoint'))
    .option('--bus <name>', 'name of the bus on AWS')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nExample: beforehand send-event "Product Added" --user hana -p cart_id=c1 -p price=8000 -p currency=JPY',
    )
    .action(async (name: string, options: Options) => sendEvent(context, name, options))
}

async function sendEvent(context: Context, name: string, options: Options): Promise<void> {
  const detail = await detailOf(name, options)
  const client = new EventBridgeClient(clientOf(context, options))
  const entry = {
    Source: options.source,
    DetailType: name,
    Detail: JSON.stringify(detail),
    ...(options.bus === undefined ? {} : { EventBusName: options.bus }),
  }
  const answer = await client.send(new PutEventsCommand({ Entries: [entry] })).catch((error: unknown) => {
    throw new UsageError(
      `The event could not be handed over: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  })
  const [result] = answer.Entries ?? []
  const accepted = answer.FailedEntryCount === 0
  if (!accepted) context.exitCode = 1
  const outcome =
    accepted && !options.aws ? await outcomeOf(hostEndpoint(context, options.endpoint), detail.messageId) : undefined
  const told = options.aws ? await toldByFiles(context, name, detail) : []
  if (options.json) {
    const { EventId, ErrorCode, ErrorMessage } = result ?? {}
    const answer = { accepted, messageId: detail.messageId, EventId, ErrorCode, ErrorMessage }
    return context.terminal.out(JSON.stringify({ ...answer, ...outcome, ...(told.length === 0 ? {} : { told }) }))
  }
  if (!accepted)
    return context.terminal.err(
      `${context.terminal.colors.red('refused')}  ${result?.ErrorCode ?? ''}: ${result?.ErrorMessage ?? 'no reason given'}`,
    )
  context.terminal.out(`${context.terminal.colors.green('accepted')}  ${name}  ${detail.messageId}`)
  for (const line of told) context.terminal.out(`  ${context.terminal.colors.yellow(line)}`)
  if (outcome !== undefined) context.terminal.out(showOutcome(context.terminal, outcome))
}

/** The bus on AWS says nothing of what is in an event; the workflows at hand do. Nothing where they do not compile. */
async function toldByFiles(context: Context, name: string, detail: JsonObject): Promise<readonly string[]> {
  const checked = await compileFolder(context.workflows).catch(() => undefined)
  if (checked?.catalogue === undefined) return []
  const envelope = { 'detail-type': name, source: 'beforehand.cli', detail }
  const judged = judgeBusEvent(envelope, checked.catalogue, { now: Date.now(), idSecret: 'of no importance here' })
  if (judged.kind === 'event') return (judged.event.warnings ?? []).map(warningText)
  return [`will be put aside: ${judged.refusal.code}, ${judged.refusal.reason} (${judged.refusal.place})`]
}

async function detailOf(name: string, options: Options): Promise<JsonObject & { readonly messageId: string }> {
  if (options.user === undefined && options.anonymous === undefined)
    throw new UsageError('Whose event? Give --user or --anonymous.')
  if (options.trait.length > 0 && name !== IDENTIFY)
    throw new UsageError(`Traits travel on "${IDENTIFY}", not on "${name}".`)
  return {
    messageId: options.messageId ?? randomUUID(),
    ...(options.user === undefined ? {} : { userId: options.user }),
    ...(options.anonymous === undefined ? {} : { anonymousId: options.anonymous }),
    ...(options.at === undefined ? {} : { timestamp: instant(options.at) }),
    ...(name === IDENTIFY
      ? { traits: pairs(options.trait) }
      : { properties: { ...(await propertiesFrom(options.properties)), ...pairs(options.property) } }),
  }
}

function clientOf(context: Context, options: Options): EventBridgeClientConfig {
  if (options.aws) return {}
  return {
    endpoint: hostEndpoint(context, options.endpoint),
    region: 'us-east-1',
    // The local host asks for no credentials; the client does.
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  }
}

function instant(text: string): string {
  const parsed = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).safeParse(text)
  if (!parsed.success)
    throw new UsageError(`--at ${text}: write it with its offset, such as 2026-11-21T20:00:00+09:00.`)
  return parsed.data
}

const PropertyValues = z.record(z.string(), z.json())

async function propertiesFrom(file: string | undefined): Promise<JsonObject> {
  if (file === undefined) return {}
  try {
    return PropertyValues.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new UsageError(`--properties ${file}: not a file with a JSON object.`, { cause: error })
  }
}

/** `price=8000` is a number, `name=Teapot` text, `name="8000"` text. */
function pairs(given: readonly string[]): JsonObject {
  return Object.fromEntries(
    given.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new UsageError(`"${pair}": write it as name=value.`)
      return [pair.slice(0, at), jsonOrText(pair.slice(at + 1))]
    }),
  )
}

function jsonOrText(text: string): z.infer<ReturnType<typeof z.json>> {
  try {
    return z.json().parse(JSON.parse(text))
  } catch {
    // What is not JSON is meant as the text that it is.
    return text
  }
}
