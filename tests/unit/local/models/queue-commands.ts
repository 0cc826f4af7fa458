import fc from 'fast-check'
import { expect } from 'vitest'
import type { OutgoingMessage, QueueStore, ReceivedMessage } from '#local/queue/queue-store.ts'
import type { QueueModel } from './queue-model.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** The queues under test. `restart`: the process dies, and another opens the same file. */
export interface QueueHost {
  readonly queues: QueueStore
  now: number
  restart(): void
  /** Names of queues of which an arrival was told, since it was last looked at. */
  readonly arrivals: string[]
}

/** The model, what consumers hold in their hands, and by which ids messages go. */
export class QueuesAtWork {
  readonly model: QueueModel
  readonly ids = new Map<string, string>()
  /** As they were answered when they were sent. */
  readonly sentAs = new Map<string, string>()
  hands: { readonly message: ReceivedMessage; readonly good: boolean }[] = []

  constructor(model: QueueModel) {
    this.model = model
  }

  /** Receipts of a message are out of date. */
  outdate(body: string): void {
    this.hands = this.hands.map((hand) => (hand.message.body === body ? { ...hand, good: false } : hand))
  }
}

type Command = fc.Command<QueuesAtWork, QueueHost>
const command = (name: string, run: (work: QueuesAtWork, host: QueueHost) => void): Command => ({
  check: () => true,
  run: (work, host) => {
    run(work, host)
    lookAtQueues(work, host)
  },
  toString: () => name,
})

const QUEUE = fc.constantFrom('plain', 'ordered')
const ANY_QUEUE = fc.constantFrom('plain', 'ordered', 'plain-dlq', 'ordered-dlq')
const isFifo = (queue: string): boolean => queue.startsWith('ordered')

interface Sent {
  readonly group: string
  readonly dedup: string | undefined
  readonly delayMs: number
}
const SENT: fc.Arbitrary<Sent> = fc.record({
  group: fc.constantFrom('a', 'b'),
  dedup: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
  delayMs: fc.constantFrom(0, 0, 5 * SECOND, 2 * MINUTE),
})

const SEND = fc.tuple(QUEUE, fc.array(SENT, { minLength: 1, maxLength: 4 })).map(([queue, batch]) =>
  command(`send to ${queue} ${JSON.stringify(batch)}`, (work, { queues, arrivals }) => {
    const { model, ids, sentAs } = work
    arrivals.length = 0
    const outgoing = batch.map((sent) => outgoingOf(queue, sent, model.nextBody()))
    const answered = queues.send(queue, outgoing)
    outgoing.forEach(({ body, groupId, dedupId, delayMs = 0 }, place) => {
      const of = { ...(groupId === undefined ? {} : { group: groupId }), delayMs }
      const stands = model.send(queue, body, { ...of, ...(dedupId === undefined ? {} : { dedup: dedupId }) })
      const id = answered[place] ?? ''
      // A repeat is answered with the id of what it repeats, also where that is long gone.
      if (stands === body) {
        ids.set(body, id)
        sentAs.set(body, id)
      }
      expect(id).toBe(sentAs.get(stands))
    })
    expect(new Set(ids.values()).size).toBe(ids.size)
    expect(arrivals).toEqual([queue])
  }),
)

/** A message of a FIFO queue has a group and no delay of its own. */
function outgoingOf(queue: string, { group, dedup, delayMs }: Sent, body: string): OutgoingMessage {
  if (!isFifo(queue)) return { body, ...(delayMs === 0 ? {} : { delayMs }), attributes: { of: body } }
  return { body, groupId: group, ...(dedup === undefined ? {} : { dedupId: dedup }), attributes: { of: body } }
}

const REFUSED = fc.constant(
  command('a batch is refused of which one message has no group', (_, { queues }) => {
    const batch = [{ body: 'has one', groupId: 'a', dedupId: '1' }, { body: 'has none' }]
    expect(() => queues.send('ordered', batch)).toThrow(/group/)
  }),
)

const RECEIVE = fc
  .tuple(ANY_QUEUE, fc.integer({ min: 1, max: 5 }))
  .map(([queue, max]) => command(`receive ${max} of ${queue}`, (work, host) => receive(queue, max, work, host)))

/** Which of those in sight come, SQS leaves open; that some come, how they come, and what does not. */
function receive(queue: string, max: number, work: QueuesAtWork, { queues }: QueueHost): void {
  const { model, ids } = work
  const inSight = model.inSight(queue)
  const received = queues.receive(queue, max)
  const bodies = received.map(({ body }) => body)
  const buried = queues.list(model.definition(queue).deadLetters ?? queue).map(({ body }) => body)
  expect(bodies.length).toBeLessThanOrEqual(max)
  expect(new Set(bodies).size).toBe(bodies.length)
  const exhausted = inSight.filter((message) => model.isExhausted(message))
  const gone = exhausted.filter(({ body }) => buried.includes(body)).map(({ body }) => body)
  const left = inSight.map(({ body }) => body).filter((body) => !gone.includes(body))
  if (left.length > 0) expect(bodies).not.toEqual([])
  for (const group of new Set(inSight.map((message) => message.group))) {
    const ofGroup = left.filter((body) => inSight.some((each) => each.body === body && each.group === group))
    const came = bodies.filter((body) => ofGroup.includes(body))
    if (isFifo(queue)) expect(came).toEqual(ofGroup.slice(0, came.length))
  }
  for (const body of gone) {
    model.bury(body)
    work.outdate(body)
  }
  for (const message of received) {
    const known = inSight.find(({ body }) => body === message.body)
    expect(known).toBeDefined()
    expect(exhausted).not.toContain(known)
    work.outdate(message.body)
    model.take(message.body)
    expect(message).toMatchObject({
      id: ids.get(message.body),
      receives: (known?.receives ?? 0) + 1,
      attributes: JSON.stringify({ of: message.body }),
      ...(known?.group === undefined ? {} : { groupId: known.group }),
    })
    expect(work.hands.map((hand) => `${hand.message.receipt} ${hand.good}`)).not.toContain(`${message.receipt} true`)
    work.hands.push({ message, good: true })
  }
}

/** Nobody finishes what they received: the quickest way to the dead letters. */
const LOSE = QUEUE.map((queue) =>
  command(`${queue} is received, and nobody finishes`, (work, host) => {
    receive(queue, 5, work, host)
    host.now += MINUTE
    work.model.now += MINUTE
  }),
)

/** Some of what was ever received, by place; most of it is out of date. */
const SOME = fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 4 })
const NEWEST = fc.constant<readonly number[]>([0])
const WHICH = fc.oneof(SOME, NEWEST)
const held = (places: readonly number[], { hands }: QueuesAtWork) =>
  places.flatMap((place) => hands[hands.length - 1 - place] ?? [])

const REMOVE = WHICH.map((places) =>
  command(`remove what was received ${places} ago`, (work, { queues }) => {
    const chosen = held(places, work)
    queues.remove(chosen.map(({ message }) => message))
    for (const { message, good } of chosen) {
      if (!good) continue
      work.model.remove(message.body)
      work.outdate(message.body)
    }
  }),
)

const FAIL = WHICH.map((places) =>
  command(`fail what was received ${places} ago`, (work, { queues }) => {
    const chosen = held(places, work)
    const error = `broken: ${places}`
    queues.fail(
      chosen.map(({ message }) => message),
      error,
    )
    for (const { message, good } of chosen) if (good) work.model.fail(message.body, error)
  }),
)

const WAIT = fc.constantFrom(1, SECOND, 30 * SECOND, MINUTE, 5 * MINUTE).map((ms) =>
  command(`${ms / SECOND} s pass`, ({ model }, host) => {
    host.now += ms
    model.now += ms
  }),
)

const RESTART = fc.constant(
  command('the process dies, and another goes on', (work, host) => {
    host.restart()
    work.model.restart()
    work.hands = []
  }),
)

const REDRIVE = QUEUE.map((queue) =>
  command(`redrive the dead letters of ${queue}`, (work, { queues, arrivals }) => {
    const { model, ids } = work
    arrivals.length = 0
    const moved = model.of(`${queue}-dlq`).map(({ body }) => body)
    expect(queues.redrive(`${queue}-dlq`, queue)).toBe(model.redrive(`${queue}-dlq`, queue))
    expect(arrivals).toEqual([queue])
    // A message that was moved back is a new one: it has an id of its own.
    for (const each of queues.list(queue).filter(({ body }) => moved.includes(body))) {
      expect([...ids.values()]).not.toContain(each.id)
      ids.set(each.body, each.id)
      work.outdate(each.body)
    }
  }),
)

const HASTEN = QUEUE.map((queue) =>
  command(`hasten ${queue}`, ({ model }, { queues }) => {
    expect(queues.hasten(queue)).toBe(model.hasten(queue))
  }),
)

/** After every command: what is where, in which order, how often received and why it failed. */
export function lookAtQueues({ model, ids }: QueuesAtWork, { queues }: QueueHost): void {
  const names = model.definitions.map(({ name }) => name)
  for (const name of names) {
    const expected = model.of(name).map(({ body, receives, group, error }) => ({
      body,
      receives,
      id: ids.get(body),
      ...(group === undefined ? {} : { groupId: group }),
      ...(error === undefined ? {} : { error }),
    }))
    const found = queues.list(name).map(({ queue: _, attributes: __, sentAt: ___, ...rest }) => rest)
    expect(found).toEqual(expected)
    expect(queues.size(name)).toBe(expected.length)
  }
  expect(queues.nextVisible(names)).toBe(model.nextVisible(names))
}

export const queueCommands = (maxCommands: number) =>
  fc.commands(
    [
      SEND,
      SEND,
      SEND,
      RECEIVE,
      RECEIVE,
      RECEIVE,
      LOSE,
      LOSE,
      REMOVE,
      FAIL,
      WAIT,
      WAIT,
      RESTART,
      REDRIVE,
      HASTEN,
      REFUSED,
    ],
    {
      maxCommands,
      size: 'max',
    },
  )
