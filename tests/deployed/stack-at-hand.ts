import { existsSync, readFileSync } from 'node:fs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import * as z from 'zod'
import type { DeployedStack } from '#tests/journeys/on-deployed-stack.ts'

/** Outputs of the data stack, as infra/deployment.ts names them. */
const Outputs = z.object({ EventBusName: z.string(), TableName: z.string(), CustomerIdSecretArn: z.string() })
type Outputs = z.infer<typeof Outputs>
type Environment = { readonly [name: string]: string | undefined }

/** Where `npm run deploy` leaves the outputs. */
export const OUTPUTS_FILE = 'cdk-outputs.json'

/**
 * The stack to try: `BEFOREHAND_BUS`, `BEFOREHAND_TABLE` and `BEFOREHAND_CUSTOMER_ID_SECRET_ARN`, else the outputs that
 * `cdk deploy --outputs-file` wrote. Mails go to `BEFOREHAND_MAILBOX`, SES's mailbox simulator where absent. A text says why
 * there is none.
 */
export async function stackAtHand(env: Environment, outputsFile = OUTPUTS_FILE): Promise<DeployedStack | string> {
  const outputs = outputsIn(env, outputsFile)
  if (outputs === undefined)
    return `no deployed stack is named: there is no ${outputsFile} (npm run deploy writes it), and BEFOREHAND_BUS, BEFOREHAND_TABLE and BEFOREHAND_CUSTOMER_ID_SECRET_ARN are not all set`
  const region = outputs.CustomerIdSecretArn.split(':')[3] ?? ''
  const eventBridge = new EventBridgeClient({ region })
  const credentials = await eventBridge.config.credentials().catch(() => undefined)
  if (credentials === undefined) return 'there are no AWS credentials'
  return {
    bus: outputs.EventBusName,
    table: outputs.TableName,
    customerIdSecret: await secretAt(outputs.CustomerIdSecretArn, region),
    mailbox: env['BEFOREHAND_MAILBOX'] ?? 'success@simulator.amazonses.com',
    eventBridge,
    dynamodb: new DynamoDBClient({ region }),
    patience: 120_000,
  }
}

function outputsIn(env: Environment, outputsFile: string): Outputs | undefined {
  const named = Outputs.safeParse({
    EventBusName: env['BEFOREHAND_BUS'],
    TableName: env['BEFOREHAND_TABLE'],
    CustomerIdSecretArn: env['BEFOREHAND_CUSTOMER_ID_SECRET_ARN'],
  })
  if (named.success) return named.data
  if (!existsSync(outputsFile)) return undefined
  const stacks = z.record(z.string(), z.looseObject({})).parse(JSON.parse(readFileSync(outputsFile, 'utf8')))
  return Object.values(stacks)
    .map((outputs) => Outputs.safeParse(outputs).data)
    .find((data) => data !== undefined)
}

async function secretAt(SecretId: string, region: string): Promise<string> {
  const client = new SecretsManagerClient({ region })
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }))
  client.destroy()
  if (SecretString === undefined) throw new Error(`${SecretId} has no text`)
  return SecretString
}
