import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { at, type Deployment, isRecord, listOf, type Placed } from './deployment.ts'
import { environmentProblems, LEFT_OUT } from './environment-problems.ts'
import { EXCEPTIONS, UNSENT } from './exceptions.ts'
import { changed } from './mutate.ts'
import { policyProblems } from './policy-problems.ts'
import { type Recording, recordLife } from './recorder/story.ts'

const deployment = inject('deployment')
const root = fileURLToPath(new URL('../..', import.meta.url))
let life: Recording

beforeAll(async () => {
  life = await recordLife(deployment)
})

describe('a life of the system under its deployed environment', () => {
  it('goes as every journey should', () => {
    expect(life.troubles).toEqual([])
    expect(life.journeys.map(({ name, arrived }) => ({ name, arrived }))).toEqual(
      life.journeys.map(({ name, expected }) => ({ name, arrived: expected })),
    )
  })

  it('passes every function, every channel of every class, the quarantine and the seeding', () => {
    expect(new Set(life.calls.map(({ by }) => by))).toEqual(new Set(Object.keys(deployment.functions)))
    const everywhere = life.arrived.filter(({ workflow }) => workflow.startsWith('every-channel-'))
    expect(new Set(everywhere.map(({ workflow, channel }) => `${workflow} ${channel}`)).size).toBe(10)
    expect(life.quarantined).toBe(1)
    expect(life.seeded).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS'])
  })
})

describe('the code', () => {
  const sources = ['adapters', 'functions', 'stages'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => join(root, room, file)),
  )
  const commands = new Set(
    sources
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/new (\w+)Command\(/g)].map(([, name]) => name)),
  )

  it('holds no command that was neither recorded nor explained', () => {
    expect(commands.size).toBeGreaterThan(10)
    expect(commands).toEqual(new Set([...life.operations, ...Object.keys(UNSENT)]))
    expect(Object.keys(UNSENT).filter((command) => life.operations.has(command))).toEqual([])
  })
})

describe('every role', () => {
  it('may do what its function was seen to do, and nothing else', () => {
    expect(policyProblems(deployment, life, EXCEPTIONS)).toEqual([])
  })

  it('would be missed without a grant', () => {
    const planted = onStatement(deployment, 'React', 'dynamodb:Query', (statement) => {
      statement['Action'] = listOf(statement['Action']).filter((action) => action !== 'dynamodb:Query')
    })
    expect(policyProblems(planted, life, EXCEPTIONS)).toEqual([
      expect.stringMatching(/^react may not dynamodb:Query on arn:/),
    ])
  })

  it('would be seen to have one too many', () => {
    const planted = onStatement(deployment, 'Wake', 'dynamodb:Query', (statement) => {
      statement['Action'] = [...listOf(statement['Action']), 'dynamodb:DeleteItem']
    })
    expect(policyProblems(planted, life, EXCEPTIONS)).toEqual([
      expect.stringMatching(/^wake never uses dynamodb:DeleteItem on arn:/),
    ])
  })

  it('would be seen to have one on something else', () => {
    const planted = onStatement(deployment, 'Record', 'secretsmanager:GetSecretValue', (statement) => {
      statement['Resource'] = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:another'
    })
    expect(policyProblems(planted, life, EXCEPTIONS)).toEqual([
      expect.stringMatching(/^record may not secretsmanager:GetSecretValue on arn:.*AddressSecret/),
      'record never uses secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:111122223333:secret:another',
    ])
  })

  it('would be seen to have a condition that its calls do not meet', () => {
    const planted = onStatement(deployment, 'Seed', 'kms:Decrypt', (statement) => {
      statement['Condition'] = { StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } }
    })
    expect(policyProblems(planted, life, EXCEPTIONS)).toContainEqual(
      expect.stringMatching(/^seed may not kms:Decrypt on arn:/),
    )
  })

  it('is refused a wildcard action', () => {
    const planted = onStatement(deployment, 'Send', 'ses:SendEmail', (statement) => {
      statement['Action'] = 'ses:*'
    })
    expect(() => policyProblems(planted, life, EXCEPTIONS)).toThrow('not an exact action: "ses:*"')
  })

  it('has no exception that explains nothing', () => {
    const stale = [{ by: 'react', action: 'dynamodb:Query', reason: 'is used' }]
    expect(policyProblems(deployment, life, [...EXCEPTIONS, ...stale])).toEqual([
      'the exception for react, dynamodb:Query, explains nothing',
    ])
  })
})

describe('the environment of every function', () => {
  it('holds what it asks for, and nothing else', () => {
    expect(environmentProblems(deployment, life)).toEqual([])
  })

  it('would be seen to lack a variable, and to have one too many', () => {
    const planted = changed(deployment, 'AWS::Lambda::Function', inFunction('React'), (properties) => {
      const variables = at(properties, 'Environment', 'Variables')
      if (!isRecord(variables)) throw new Error('react has no variables')
      const { REACT_DLQ_URL: _, ...rest } = variables
      properties['Environment'] = { Variables: { ...rest, FORGOTTEN: 'yes' } }
    })
    expect(environmentProblems(planted, life)).toEqual([
      'react asks for REACT_DLQ_URL, which is not set',
      'react never asks for FORGOTTEN',
    ])
  })

  it('would be seen to leave out what it does not', () => {
    const stale = { variable: 'TABLE_NAME', by: ['react'], reason: 'is set' }
    expect(environmentProblems(deployment, life, [...LEFT_OUT, stale])).toEqual(['react does not leave out TABLE_NAME'])
  })
})

const inFunction =
  (name: string) =>
  ({ id }: Placed): boolean =>
    id.includes(`${name}Function`)

/** The deployment with the first statement changed that gives a function's role this action. */
function onStatement(
  from: Deployment,
  name: string,
  action: string,
  change: (statement: Record<string, unknown>) => void,
): Deployment {
  return changed(
    from,
    'AWS::IAM::Policy',
    ({ id }) => id.includes(`${name}Role`),
    (properties) => {
      const statement = listOf(at(properties, 'PolicyDocument', 'Statement')).find((each) =>
        listOf(at(each, 'Action')).includes(action),
      )
      if (!isRecord(statement)) throw new Error(`${name} is not given ${action}`)
      // Ours alone, as its whole template is.
      change(statement as Record<string, unknown>)
    },
  )
}
