import type { AttributeValue, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams'
import type { DynamoDBRecord } from 'aws-lambda'

type Attributes = Record<string, AttributeValue> | undefined

/** A record of the streams API as Lambda hands it to a handler: binary values as base64, times in seconds. */
export function lambdaRecord(record: StreamRecord): DynamoDBRecord {
  const { Keys, NewImage, OldImage, SequenceNumber, SizeBytes, StreamViewType, ApproximateCreationDateTime } =
    record.dynamodb ?? {}
  const created = ApproximateCreationDateTime?.getTime()
  return {
    ...(record.eventID === undefined ? {} : { eventID: record.eventID }),
    ...(record.eventName === undefined ? {} : { eventName: record.eventName }),
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'local',
    eventSourceARN: 'arn:aws:dynamodb:local:000000000000:table/stream',
    dynamodb: {
      ...(created === undefined ? {} : { ApproximateCreationDateTime: created / 1_000 }),
      ...images({ Keys, NewImage, OldImage }),
      ...(SequenceNumber === undefined ? {} : { SequenceNumber }),
      ...(SizeBytes === undefined ? {} : { SizeBytes }),
      ...(StreamViewType === undefined ? {} : { StreamViewType }),
    },
  }
}

function images(all: { readonly [name: string]: Attributes }): object {
  const present = Object.entries(all).filter(([, attributes]) => attributes !== undefined)
  return Object.fromEntries(present.map(([name, attributes]) => [name, jsonOf(attributes)]))
}

function jsonOf(attributes: Attributes): object {
  return Object.fromEntries(Object.entries(attributes ?? {}).map(([name, value]) => [name, jsonValue(value)]))
}

function jsonValue(value: AttributeValue): object {
  if (value.B !== undefined) return { B: base64(value.B) }
  if (value.BS !== undefined) return { BS: value.BS.map(base64) }
  if (value.L !== undefined) return { L: value.L.map(jsonValue) }
  if (value.M !== undefined) return { M: jsonOf(value.M) }
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined))
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
