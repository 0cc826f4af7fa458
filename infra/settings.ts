import type { Node } from 'constructs'
import * as z from 'zod'
import { ENVIRONMENTS, type EnvironmentName, isEnvironment } from './environments.ts'
import { SetupError } from './setup-error.ts'

const Text = z.string().min(1)
const List = Text.transform((text) => [...new Set(text.split(/[\s,]+/).filter((one) => one !== ''))])

/** What the app is told by `-c name=value`, or in cdk.json's context. */
const Settings = z.object({
  env: Text.default('dev'),
  /** The folder that marketers own. */
  workflows: Text.default('workflows'),
  /** Domains or addresses that mails come from; else those of the workflows' settings. */
  senders: List.optional(),
  /** Whether SES knows the `senders` already, or is to be told of them. */
  identities: z.enum(['new', 'existing'], 'is new or existing').default('new'),
  /** Addresses to write to while SES keeps the account in its sandbox. */
  sandboxRecipients: List.optional(),
  /** Mails per second that SES grants. */
  sendRate: z.coerce.number('is not a number').optional(),
  /** Units a second that the table takes at most. */
  maxReads: z.coerce.number('is not a number').optional(),
  maxWrites: z.coerce.number('is not a number').optional(),
  /** Instead of a new table, the one of this name, as after a restore: it is taken over as it is. */
  table: Text.optional(),
  /** Its stream. */
  tableStreamArn: Text.optional(),
  alarmEmail: Text.optional(),
  publicUrl: Text.optional(),
  publicDomain: Text.optional(),
  certificateArn: Text.optional(),
  /** Zone of the public domain and of the senders' domains below it. */
  hostedZoneId: Text.optional(),
  hostedZoneName: Text.optional(),
})
export type Settings = Omit<z.infer<typeof Settings>, 'env'> & { readonly env: EnvironmentName }

/** Plain words: CDK's own context has hyphens, colons or slashes. A slip (`-c evn=prod`) must not deploy something else. */
const OURS = /^[A-Za-z]\w*$/

/** Throws `SetupError` that names the setting which does not fit. */
export function readSettings(node: Node): Settings {
  const names = Object.keys(Settings.shape)
  const unknown = Object.keys(node.getAllContext()).find((name) => OURS.test(name) && !names.includes(name))
  if (unknown !== undefined) throw new SetupError(`${unknown}: there is no such setting, only ${names.join(', ')}.`)
  const given = Object.fromEntries(
    names.map((name): [string, unknown] => [name, node.tryGetContext(name) ?? undefined]),
  )
  const parsed = Settings.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new SetupError(`${issue?.path.join('.')}: ${issue?.message}.`)
  }
  const { env, ...rest } = parsed.data
  if (!isEnvironment(env)) throw new SetupError(`env: "${env}" is none of ${Object.keys(ENVIRONMENTS).join(', ')}.`)
  if (rest.identities === 'existing' && rest.senders === undefined)
    throw new SetupError('identities: name the existing ones in senders.')
  if ((rest.table === undefined) !== (rest.tableStreamArn === undefined))
    throw new SetupError('table and tableStreamArn: give both.')
  if ((rest.hostedZoneId === undefined) !== (rest.hostedZoneName === undefined))
    throw new SetupError('hostedZoneId and hostedZoneName: give both.')
  return { ...rest, env }
}
