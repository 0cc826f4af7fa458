import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { Temporal } from 'temporal-polyfill'
import { createKeylessStores, type KeylessStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import type { Message, MessageStatus } from '#engagement/message/message.ts'
import type { Arrived, OpenHost, Told } from './journey-host.ts'

/** What was deployed, and how it is reached. */
export interface DeployedStack {
  readonly bus: string
  readonly table: string
  /** Key of the customers' ids: with it a customer is found in the table. */
  readonly customerIdSecret: string
  /** Whom mails go to: SES's mailbox simulator takes a label, `success+any@...`, also while the account is in the sandbox. */
  readonly mailbox: string
  readonly eventBridge: EventBridgeClient
  readonly dynamodb: DynamoDBClient
  /** Milliseconds until what was asked for must have happened. */
  readonly patience: number
}

const LOOK_AGAIN_MS = 500
const ON_ITS_WAY: ReadonlySet<MessageStatus> = new Set(['planned', 'claimed'])

/**
 * Journeys on AWS: events by EventBridge, what became of them by the table. Time is real and cannot be moved, so only
 * journeys in which everything happens at once can be seen there; their instants are those of the telling. A mail has arrived
 * when SES said so, any other message when its provider took it. What a message said is nowhere kept and cannot be seen.
 */
export const onDeployedStack =
  (stack: DeployedStack): OpenHost =>
  async (start) => {
    const began = Date.now()
    const { customers } = createKeylessStores({
      client: stack.dynamodb,
      tableName: stack.table,
      clock: { now: Date.now },
      timelineMs: 1,
    })
    /** Customer's id -> the address that the journey gave. */
    const addresses = new Map<string, string>()
    const messages = async (): Promise<readonly Message[]> =>
      (await Promise.all([...addresses.keys()].map((id) => customers.messages(id)))).flat()
    return {
      tell: async (told) => {
        const customerId = customerIdOf(told, stack.customerIdSecret)
        if (customerId === undefined) throw new Error(`${told.name}: nobody is named`)
        const email = told.traits?.['email']
        if (!addresses.has(customerId) || email !== undefined)
          addresses.set(customerId, typeof email === 'string' ? email : '')
        const messageId = await put(stack, told)
        // The bus promises no order: the next event waits until this one is in the customer's timeline.
        await until(stack.patience, `${told.name} in the timeline`, () => keeps(customers, customerId, messageId))
      },
      advanceTo: () =>
        until(stack.patience, 'everything sent', async () =>
          (await messages()).every((message) => !isUnderWay(message)),
        ),
      arrived: async () =>
        (await messages()).filter(hasArrived).map((message) => arrivedAs(message, addresses, start - began)),
      stop: async () => {
        stack.eventBridge.destroy()
        stack.dynamodb.destroy()
      },
    }
  }

async function put(
  { bus, eventBridge, mailbox }: DeployedStack,
  { name, traits, at: _, messageId = `acceptance-${randomUUID()}`, ...rest }: Told,
): Promise<string> {
  const reachable =
    traits === undefined
      ? {}
      : {
          traits: {
            ...traits,
            ...(typeof traits['email'] === 'string' ? { email: labelled(mailbox, traits['email']) } : {}),
            timezone: daylight(),
          },
        }
  const detail = { ...rest, ...reachable, messageId, timestamp: new Date().toISOString() }
  const entry = { EventBusName: bus, Source: 'acceptance', DetailType: name, Detail: JSON.stringify(detail) }
  const answer = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }))
  if (answer.FailedEntryCount !== 0) throw new Error(`${name}: ${JSON.stringify(answer.Entries)}`)
  return messageId
}

/** `success@simulator...` for `hana@example.jp` -> `success+hana@simulator...`. */
const labelled = (mailbox: string, email: string): string =>
  mailbox.replace('@', `+${email.slice(0, email.indexOf('@'))}@`)

/** A zone in which it is day: nobody's quiet hours hold a message back. */
export function daylight(now: Temporal.Instant = Temporal.Now.instant()): string {
  const zone = ['Asia/Tokyo', 'Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland'].find((each) => {
    const { hour } = now.toZonedDateTimeISO(each)
    return hour >= 9 && hour < 19
  })
  if (zone === undefined) throw new Error('it is night everywhere')
  return zone
}

const keeps = async (customers: KeylessStores['customers'], customerId: string, messageId: string): Promise<boolean> =>
  (await customers.timeline(customerId)).some(({ id }) => id === messageId)

/** A mail that SES took still has its fate before it. */
const isUnderWay = ({ status, channel }: Message): boolean =>
  ON_ITS_WAY.has(status) || (status === 'sent' && channel === 'email')

const hasArrived = ({ status, channel }: Message): boolean =>
  status === 'delivered' || (status === 'sent' && channel !== 'email')

const arrivedAs = (
  { customerId, channel, workflow, name, sentAt, plannedAt }: Message,
  addresses: ReadonlyMap<string, string>,
  later: number,
): Arrived => ({
  at: (sentAt ?? plannedAt) + later,
  channel,
  to: addresses.get(customerId) ?? '',
  subject: '',
  text: '',
  workflow,
  name,
})

async function until(patience: number, what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patience
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${patience / 1000} s: ${what}`)
    await sleep(LOOK_AGAIN_MS)
  }
}
