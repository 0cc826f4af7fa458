import { readFile } from 'node:fs/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import { DynamoDbSeeds } from '#adapters/aws/dynamodb/dynamodb-seeds.ts'
import { Table } from '#adapters/aws/dynamodb/table.ts'
import { TransientError } from '#engagement/errors.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { type Environment, Required, readEnvironment } from '../environment.ts'
import { createLog } from '../middleware/log.ts'
import type { SeedHandlerDeps } from './seed.ts'

const Settings = z.object({ TABLE_NAME: Required })

/** Our own compiler wrote it at synth, into the same package as this code: only its mark is looked at. */
const Compiled = z.custom<Catalogue>(
  (value) => z.safeParse(z.looseObject({ format: z.literal(1), hash: Required }), value).success,
)

/** `package`: the file that stands beside the code. */
export function seedDependencies(env: Environment, packaged: URL): SeedHandlerDeps {
  const { TABLE_NAME } = readEnvironment(Settings, env, 'seed')
  const client = new DynamoDBClient(clientSettings(env, 'DYNAMODB'))
  return {
    seeds: new DynamoDbSeeds(new Table(client, TABLE_NAME)),
    catalogue: async () => z.parse(Compiled, JSON.parse(await readFile(packaged, 'utf8'))),
    answer,
    log: createLog(),
  }
}

/** A presigned address of S3, good for one PUT; S3 wants no content type here. */
async function answer(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } })
  if (!response.ok) throw new TransientError('not-answered', `CloudFormation's address answered ${response.status}`)
}
