import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { App } from 'aws-cdk-lib'
import { Capture, Match, Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { OWN_SOURCE, QUEUES, visibilityOf } from '#functions/topology.ts'
import { BeforehandStack } from '#infra/beforehand-stack.ts'

const template = Template.fromStack(new BeforehandStack(new App(), 'Beforehand'))

describe('the table', () => {
  it('keeps its data when the stack goes, streams new images and lets old items expire', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'PK', KeyType: 'HASH' },
          { AttributeName: 'SK', KeyType: 'RANGE' },
        ],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { Enabled: true },
        Replicas: [Match.objectLike({ DeletionProtectionEnabled: true })],
      },
    })
  })
})

describe('the queues', () => {
  it.each(QUEUES)('$name hides a message for six times its handler and gives it up to dead letters', (facts) => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      ...(facts.fifo ? { FifoQueue: true } : {}),
      VisibilityTimeout: visibilityOf(facts),
      RedrivePolicy: { maxReceiveCount: facts.maxReceiveCount, deadLetterTargetArn: Match.anyValue() },
      SqsManagedSseEnabled: true,
    })
  })

  it('has dead letters for every queue of topology.ts, and no queue without a place for what fails', () => {
    const queues = Object.values(template.findResources('AWS::SQS::Queue'))
    const working = queues.filter((queue) => queue['Properties'].RedrivePolicy !== undefined)
    expect(working).toHaveLength(QUEUES.length)
    // One for each, and those of the stream and of the bus rule.
    expect(queues).toHaveLength(2 * QUEUES.length + 2)
  })

  it('refuses requests that are not encrypted', () => {
    const policies = JSON.stringify(template.findResources('AWS::SQS::QueuePolicy'))
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(2 * QUEUES.length + 2)
  })
})

describe('the bus', () => {
  it('keeps fourteen days in its archive', () => {
    template.hasResourceProperties('AWS::Events::Archive', { RetentionDays: 14 })
  })

  it('hands everything to ingest but what we raised ourselves, and loses nothing that ingest cannot take', () => {
    const target = new Capture()
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: [{ 'anything-but': [OWN_SOURCE] }] },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [target, 'Arn'] }, DeadLetterConfig: Match.anyValue() })],
    })
    expect(target.asString()).toMatch(/^Ingest/)
  })
})

describe('cdk synth', () => {
  it('works offline with the command line that package.json pins', async () => {
    const output = await mkdtemp(join(tmpdir(), 'beforehand-synth-'))
    try {
      await synth(output)
      const written: unknown = JSON.parse(await readFile(join(output, 'Beforehand.template.json'), 'utf8'))
      expect(written).toMatchObject({ Description: 'Beforehand: tells your customers first.' })
    } finally {
      await rm(output, { recursive: true })
    }
  })
})

function synth(output: string): Promise<void> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const args = [join(root, 'node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--output', output]
  // A proxy that is not there: whatever is fetched fails.
  const env = { ...process.env, HTTPS_PROXY: 'http://127.0.0.1:9', CI: 'true' }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, env }, (error, _, stderr) =>
      error ? reject(new Error(stderr, { cause: error })) : resolve(),
    )
  })
}
