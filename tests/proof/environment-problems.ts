import type { Deployment } from './deployment.ts'
import type { Recording } from './recorder/story.ts'
import { variablesOf } from './variables.ts'

/** A variable that a function asks for and the stack leaves out. */
export interface LeftOut {
  readonly variable: string
  /** Functions. */
  readonly by: readonly string[]
  readonly reason: string
}

const WITH_SECRETS = ['ingest', 'send', 'record', 'preferences']
const WITH_TABLE = ['ingest', 'react', 'wake', 'send', 'record', 'preferences', 'seed']
const WITH_QUEUES = ['ingest', 'react', 'wake', 'relay', 'send', 'record', 'preferences']
const reason = 'An address of another AWS, for one machine and tests.'

/** What each of them does without. Of those that the recording itself gives, too: on AWS nobody does. */
export const LEFT_OUT: readonly LeftOut[] = [
  { variable: 'AWS_REGION', by: [...WITH_QUEUES, 'seed'], reason: 'Lambda gives it.' },
  { variable: 'AWS_ENDPOINT_URL', by: [...WITH_QUEUES, 'seed'], reason },
  { variable: 'AWS_ENDPOINT_URL_DYNAMODB', by: WITH_TABLE, reason },
  { variable: 'AWS_ENDPOINT_URL_SQS', by: WITH_QUEUES, reason },
  { variable: 'AWS_ENDPOINT_URL_SECRETS_MANAGER', by: WITH_SECRETS, reason },
  { variable: 'AWS_ENDPOINT_URL_EVENTBRIDGE', by: ['relay'], reason },
  { variable: 'AWS_ENDPOINT_URL_SESV2', by: ['send'], reason },
  { variable: 'AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2', by: ['send'], reason },
  { variable: 'WEBHOOK_CAPTURE_BASE', by: ['send'], reason: 'Keeps webhooks on one machine.' },
  { variable: 'LINE_BASE_URL', by: ['send'], reason: 'LINE’s own where absent.' },
  { variable: 'TIMELINE_DAYS', by: ['ingest', 'wake', 'preferences'], reason: 'They write nothing that expires.' },
  { variable: 'CUSTOMER_ID_SECRET', by: ['ingest'], reason: 'Read by its ARN.' },
  { variable: 'ADDRESS_SECRET', by: ['send', 'record'], reason: 'Read by its ARN.' },
  { variable: 'LINK_SECRET', by: ['send', 'preferences'], reason: 'Read by its ARN.' },
  { variable: 'WEBHOOK_SECRET', by: ['send'], reason: 'Read by its ARN.' },
  { variable: 'LINE_CHANNEL_ACCESS_TOKEN', by: ['send'], reason: 'Read by its ARN.' },
]

/** Variables that are asked for and not set, set and not asked for, or said to be left out and are not: a line each. */
export function environmentProblems(
  deployment: Deployment,
  { read }: Pick<Recording, 'read'>,
  leftOut = LEFT_OUT,
): readonly string[] {
  const problems = Object.keys(deployment.functions).flatMap((name) => {
    const set = new Set(Object.keys(variablesOf(deployment, name)))
    const asked = read[name] ?? new Set<string>()
    const out = new Set(leftOut.filter(({ by }) => by.includes(name)).map(({ variable }) => variable))
    return [
      ...[...asked]
        .filter((variable) => !set.has(variable) && !out.has(variable))
        .map((variable) => `${name} asks for ${variable}, which is not set`),
      ...[...set].filter((variable) => !asked.has(variable)).map((variable) => `${name} never asks for ${variable}`),
      ...[...out]
        .filter((variable) => !asked.has(variable) || set.has(variable))
        .map((variable) => `${name} does not leave out ${variable}`),
    ]
  })
  return problems
}
