import { DynamoDBClient, type TransactWriteItem } from '@aws-sdk/client-dynamodb'
import * as z from 'zod'

/** Capacity units as the store reported them, and which items were written. */
export interface Consumed {
  readonly reads: number
  readonly writes: number
  /** `STATE RUN EVT DUE`: what the writes wrote or (`-DUE`) deleted, by kind of item. */
  readonly items: readonly string[]
}

const Units = z.looseObject({ CapacityUnits: z.number() })
const Answer = z.looseObject({ ConsumedCapacity: z.optional(z.union([Units, z.array(Units)])) })
const Key = z.looseObject({ PK: z.looseObject({ S: z.string() }), SK: z.looseObject({ S: z.string() }) })
const Request = z.looseObject({
  Item: z.optional(Key),
  Key: z.optional(Key),
  TransactItems: z.optional(z.array(z.custom<TransactWriteItem>())),
})

/** A client that asks for `ReturnConsumedCapacity` with every call and adds up the answers. */
export function countingClient(endpoint: string): { readonly client: DynamoDBClient; readonly take: () => Consumed } {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials })
  let [reads, writes, items]: [number, number, string[]] = [0, 0, []]
  client.middlewareStack.add(
    (next, context) => async (call) => {
      Object.assign(call.input, { ReturnConsumedCapacity: 'TOTAL' })
      const answer = await next(call)
      const { ConsumedCapacity = [] } = Answer.parse(answer.output)
      const units = [ConsumedCapacity].flat().reduce((sum, each) => sum + each.CapacityUnits, 0)
      if (/^(Get|Query|Scan)/.test(context.commandName ?? '')) reads += units
      else {
        writes += units
        items.push(...written(call.input))
      }
      return answer
    },
    { step: 'initialize' },
  )
  const take = (): Consumed => {
    const taken = { reads, writes, items }
    ;[reads, writes, items] = [0, 0, []]
    return taken
  }
  return { client, take }
}

function written(input: unknown): readonly string[] {
  const { Item, Key: key, TransactItems = [] } = Request.parse(input)
  if (Item !== undefined) return [kindOf(Item)]
  if (key !== undefined) return [`-${kindOf(key)}`]
  return TransactItems.map(({ Put, Delete, ConditionCheck }) => {
    if (Put !== undefined) return kindOf(Put.Item)
    return Delete === undefined ? `?${kindOf(ConditionCheck?.Key)}` : `-${kindOf(Delete.Key)}`
  })
}

/** `STATE#RUN#cart-abandonment#c1#1` is a RUN, `DUE#2026-11-21T11:00#0` a DUE. */
function kindOf(key: unknown): string {
  const { PK, SK } = Key.parse(key)
  if (!PK.S.startsWith('C#')) return PK.S.split('#')[0] ?? PK.S
  const [first = '', second] = SK.S.split('#')
  return first === 'STATE' ? (second ?? first) : first
}
