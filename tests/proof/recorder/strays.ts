import { QUEUES } from '#functions/topology.ts'
import { START } from '#tests/journeys/shop-journeys.ts'
import type { Deployment } from '../deployment.ts'
import { arn } from '../physical.ts'
import type { DeployedHandlers } from './deployed-handlers.ts'

/** What nobody can read, from every source: each function sends it to the dead letters of the queue that it came from. */
export async function bury(handlers: DeployedHandlers, { name }: Deployment): Promise<void> {
  for (const queue of QUEUES)
    await handlers[queue.handler]({
      Records: [
        {
          messageId: `unreadable-${queue.name}`,
          body: 'no JSON',
          eventSourceARN: arn('sqs', `${name}-${queue.name}${queue.fifo ? '.fifo' : ''}`),
          attributes: { MessageGroupId: 'nobody' },
        },
      ],
    })
  const image = { PK: { S: 'C#1' }, SK: { S: 'MSG#1' }, status: { S: 'planned' } }
  await handlers.relay({ Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: image } }] })
}

/** A timer of somebody whom nobody knows any more, and the schedule's own input, which says nothing. */
export async function wakeLate(handlers: DeployedHandlers): Promise<void> {
  const body = JSON.stringify({ kind: 'timer', timer: { customerId: 'u_nobody', at: START, generation: 1, shard: 0 } })
  await handlers.react({ Records: [{ messageId: 'late', body, attributes: { MessageGroupId: 'u_nobody' } }] })
  await handlers.wake({})
}
