import * as z from 'zod/mini'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import { PermanentError } from '#engagement/errors.ts'
import type { DeadLetter, DeadLetters } from '#stages/ports/dead-letters.ts'
import { type Environment, Required, readEnvironment } from '../environment.ts'
import { once } from './once.ts'

/** A queue by name, and the variable that holds the URL of its dead letters (see topology). */
export interface Source {
  readonly name: string
  readonly deadLetterUrl: string
}

/**
 * The dead letters of a function's sources. One with several tells them by the source's ARN, which contains the queue's name;
 * a letter that fits none goes to the first's. SQS's client is loaded at the first letter.
 */
export function connectDeadLetters(env: Environment, name: string, sources: readonly Source[]): DeadLetters {
  const schema = z.object(Object.fromEntries(sources.map((source) => [source.deadLetterUrl, Required])))
  const urls = readEnvironment(schema, env, name)
  const urlOf = (letter: DeadLetter): string => {
    const source = sources.find((known) => letter.source.includes(known.name)) ?? sources[0]
    const url = source === undefined ? undefined : urls[source.deadLetterUrl]
    if (url === undefined) throw new PermanentError('no-dead-letters', `${name} has no dead letters`)
    return url
  }
  const open = once(async () => {
    const [{ SQSClient }, { createDeadLetters }] = await Promise.all([
      import('@aws-sdk/client-sqs'),
      import('#adapters/aws/dead-letters.ts'),
    ])
    return createDeadLetters(new SQSClient(clientSettings(env, 'SQS')), urlOf)
  })
  return { send: async (letter) => (await open()).send(letter) }
}
