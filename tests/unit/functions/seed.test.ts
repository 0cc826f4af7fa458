import { describe, expect, it } from 'vitest'
import { TransientError } from '#engagement/errors.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { createSeedHandler } from '#functions/seed/seed.ts'
import type { SeedStore } from '#stages/seed.ts'

// Only the hash is looked at here.
const catalogue = { hash: 'new' } as Catalogue
const request = (RequestType: string) => ({
  RequestType,
  ResponseURL: 'https://cloudformation.example.com/answer?signed',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Catalogue',
  ResourceProperties: { Hash: 'new' },
})

function under(seeds: Partial<SeedStore>) {
  const answers: { url: string; body: unknown }[] = []
  const planted: string[] = []
  const handler = createSeedHandler({
    seeds: {
      hashes: async () => ({ live: undefined, seed: undefined }),
      plant: async ({ hash }) => {
        planted.push(hash)
        return true
      },
      ...seeds,
    },
    catalogue: async () => catalogue,
    answer: async (url, body) => {
      answers.push({ url, body: JSON.parse(body) })
    },
    log: () => {},
  })
  return { handler, answers, planted }
}

describe('the catalogue of a deployment', () => {
  it('is published, and CloudFormation told where it waits', async () => {
    const { handler, answers, planted } = under({})
    await handler(request('Create'))
    expect(planted).toEqual(['new'])
    expect(answers).toEqual([
      {
        url: 'https://cloudformation.example.com/answer?signed',
        body: expect.objectContaining({ Status: 'SUCCESS', StackId: 'stack', RequestId: 'request' }),
      },
    ])
  })

  it('fails the deployment where it cannot be published, at once and not after an hour', async () => {
    const hashes = async () => {
      throw new TransientError('store-away', 'the store cannot be reached')
    }
    const { handler, answers } = under({ hashes })
    // The invocation fails as well: its alarm rings.
    await expect(handler(request('Update'))).rejects.toThrow(TransientError)
    expect(answers[0]?.body).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('seed') })
  })

  it('stays when the stack goes', async () => {
    const { handler, answers, planted } = under({})
    await handler(request('Delete'))
    expect(planted).toEqual([])
    expect(answers[0]?.body).toMatchObject({ Status: 'SUCCESS' })
  })
})
