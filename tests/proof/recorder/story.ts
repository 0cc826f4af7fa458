import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Arrived, type LocalJourneyHost, openLocalHost } from '#tests/journeys/journey-host.ts'
import { arrivalsOf, type Expected, JOURNEYS, START, tellingsOf } from '#tests/journeys/shop-journeys.ts'
import { type Deployment, resourcesOf } from '../deployment.ts'
import { variablesOf } from '../variables.ts'
import { type DeployedHandlers, deployedHandlers } from './deployed-handlers.ts'
import { seed } from './deployments.ts'
import { type Gateway, startGateway } from './gateway.ts'
import type { IamCall } from './iam-calls.ts'
import { OTHERS } from './others.ts'
import { bury, wakeLate } from './strays.ts'

/** What a whole life of the system did. */
export interface Recording {
  readonly calls: readonly (IamCall & { readonly by: string })[]
  /** Names of the SDK's operations. */
  readonly operations: ReadonlySet<string>
  /** Variables that each function asked for. */
  readonly read: { readonly [name: string]: ReadonlySet<string> }
  /** What each journey brought, beside what it should. */
  readonly journeys: readonly {
    readonly name: string
    readonly arrived: readonly Expected[]
    readonly expected: readonly Expected[]
  }[]
  readonly arrived: readonly Arrived[]
  /** What CloudFormation was told about each seeding. */
  readonly seeded: readonly string[]
  readonly quarantined: number
  /** What could not be understood or passed on: should be empty. */
  readonly troubles: readonly string[]
}

const MINUTE = 60_000
const root = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * All journeys through the shop, each for a customer of its own, and everything else that functions do, on the local host
 * with every function under its deployed environment.
 */
export async function recordLife(deployment: Deployment): Promise<Recording> {
  const workflowsDir = await workspace()
  const identities = resourcesOf(deployment, 'AWS::SES::EmailIdentity').map(({ resource }) =>
    String(resource.Properties?.['EmailIdentity']),
  )
  const variables = Object.fromEntries(
    Object.keys(deployment.functions).map((name) => [name, variablesOf(deployment, name)]),
  )
  const gateway = await startGateway({ identities })
  const read: Record<string, Set<string>> = {}
  const packaged = join(workflowsDir, 'catalogue.json')
  let handlers: DeployedHandlers | undefined
  const host = await openLocalHost(START - MINUTE, {
    workflowsDir,
    connect: (env, clock) => {
      gateway.lead({
        aws: env['AWS_ENDPOINT_URL'] ?? '',
        dynamodb: env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
        tableName: env['TABLE_NAME'] ?? '',
        queueUrl: (deployed) => `${env['AWS_ENDPOINT_URL']}/000000000000/${deployed.slice(deployment.name.length + 1)}`,
        secret: (secretArn) => secretsIn(deployment, env)[secretArn],
      })
      handlers = deployedHandlers({
        clock,
        packaged: () => pathToFileURL(packaged),
        noteRead: (name) => (read[name] ??= new Set()),
        environmentOf: (name) => ({
          ...variables[name],
          AWS_REGION: 'us-east-1',
          AWS_ENDPOINT_URL: gateway.endpointOf(name),
          WEBHOOK_CAPTURE_BASE: env['WEBHOOK_CAPTURE_BASE'],
          LINE_BASE_URL: env['LINE_BASE_URL'],
          FEEDBACK_TOPIC_ARN: env['FEEDBACK_TOPIC_ARN'],
        }),
      })
      return handlers
    },
  })
  if (handlers === undefined) throw new Error('the host opened no handlers')
  try {
    await live(host)
    const arrived = await host.arrived()
    await unsubscribe(host, arrived)
    await wakeLate(handlers)
    await bury(handlers, deployment)
    const seeded = await seed(handlers, packaged, workflowsDir)
    const { length: quarantined } = await json<readonly unknown[]>(`${host.url}/quarantine`)
    return {
      calls: gateway.calls,
      operations: gateway.operations,
      read,
      journeys: journeysIn(arrived),
      arrived,
      seeded,
      quarantined,
      troubles: gateway.troubles,
    }
  } finally {
    await stop(host, gateway, workflowsDir)
  }
}

async function stop(host: LocalJourneyHost, gateway: Gateway, workflowsDir: string): Promise<void> {
  await host.stop()
  await gateway.stop()
  await rm(workflowsDir, { recursive: true })
}

/** The shop's workflows, and two that try every channel. */
async function workspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'beforehand-proof-'))
  await cp(join(root, 'workflows'), folder, { recursive: true })
  await cp(join(root, 'tests/proof/workspace'), folder, { recursive: true })
  return folder
}

/** The local host's secrets under the ARNs that the functions are given. */
function secretsIn(
  deployment: Deployment,
  env: { readonly [name: string]: string | undefined },
): { readonly [arn: string]: string | undefined } {
  const pairs = Object.keys(deployment.functions).flatMap((name) =>
    Object.entries(variablesOf(deployment, name)).flatMap(([variable, value]) =>
      variable.endsWith('_SECRET_ARN') || variable.endsWith('_TOKEN_ARN')
        ? [[value, env[variable.slice(0, -'_ARN'.length)]]]
        : [],
    ),
  )
  return Object.fromEntries(pairs)
}

const customer = (journey: number): string => `journey-${journey}`
async function live(host: LocalJourneyHost): Promise<void> {
  const told = [...JOURNEYS.flatMap((journey, place) => tellingsOf(journey, customer(place))), ...OTHERS]
  for (const each of told.toSorted((a, b) => a.at - b.at)) await host.tell(each)
  await host.advanceTo(START + Math.max(...JOURNEYS.map(({ untilMinute }) => untilMinute)) * MINUTE)
}

const journeysIn = (arrived: readonly Arrived[]): Recording['journeys'] =>
  JOURNEYS.map((journey, place) => ({
    name: journey.name,
    arrived: arrivalsOf(arrived, journey, customer(place)),
    expected: journey.arrives,
  }))

/** The page behind the link of a mail, and the one click of RFC 8058. */
async function unsubscribe(host: LocalJourneyHost, arrived: readonly Arrived[]): Promise<void> {
  const link = arrived
    .map(({ text }) => /https:\/\/[^/\s]+(\/u\/[^\s)>]+)/.exec(text)?.[1])
    .find((found) => found !== undefined)
  if (link === undefined) throw new Error('no mail has a link to its customer’s page')
  const page = await fetch(`${host.url}${link}`)
  const click = await fetch(`${host.url}${link}`, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  })
  if (!page.ok || !click.ok) throw new Error(`the customer’s page answered ${page.status} and ${click.status}`)
}

async function json<T>(url: string): Promise<T> {
  // Said by our own host.
  return (await (await fetch(url)).json()) as T
}
