import type { Hono } from 'hono'
import type { Handler } from '#functions/middleware/lambda.ts'
import { deadLettersOf, QUEUES, STREAM } from '#functions/topology.ts'
import { failuresOf, invoke } from '../event-sources/invocation.ts'
import type { QueueStore, StoredMessage } from '../queue/queue-store.ts'
import { Problem } from './problem.ts'

export interface DeadLetterParts {
  readonly queues: QueueStore
  readonly relay: Handler<unknown>
}

/** `GET /dlq`: what no handler could take. `POST /dlq/redrive`, `?queue=react`: back where it came from. */
export function deadLetterPages(app: Hono, parts: DeadLetterParts): void {
  const { queues } = parts
  app.get('/dlq', (context) => {
    const all = [...QUEUES.map(deadLettersOf), STREAM.onFailure]
    return context.json(all.flatMap((queue) => queues.list(queue).map(view)))
  })
  app.post('/dlq/redrive', async (context) => {
    const wanted = context.req.query('queue')
    const some = QUEUES.filter((queue) => wanted === undefined || queue.name === wanted)
    if (some.length === 0 && wanted !== 'relay')
      throw new Problem(400, 'unknown-queue', `there is no queue ${wanted}`, 'query queue')
    const moved = some.map((queue) => queues.redrive(deadLettersOf(queue), queue.name))
    const relayed = wanted === undefined || wanted === 'relay' ? await redriveStream(parts) : 0
    return context.json({ redriven: moved.reduce((sum, count) => sum + count, relayed) })
  })
}

function view(message: StoredMessage): object {
  const { queue, id, groupId, body, attributes, sentAt, receives, error } = message
  return {
    queue,
    id,
    ...(groupId === undefined ? {} : { group: groupId }),
    sentAt: new Date(sentAt).toISOString(),
    receives,
    ...(error === undefined ? {} : { error }),
    attributes: JSON.parse(attributes),
    body,
  }
}

/** Stream records have no queue to go back to: relay is called with them. Answers how many it took. */
async function redriveStream({ queues, relay }: DeadLetterParts): Promise<number> {
  let taken = 0
  for (const message of queues.receive(STREAM.onFailure, 1_000)) {
    const failed = failuresOf(await invoke('relay', relay, { Records: [JSON.parse(message.body)] }), new Set())
    if (failed?.size !== 0) continue
    queues.remove([message])
    taken += 1
  }
  return taken
}
