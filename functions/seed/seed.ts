import * as z from 'zod/mini'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { type SeedStore, seedCatalogue } from '#stages/seed.ts'
import { type Handler, lambda } from '../middleware/lambda.ts'
import type { Log } from '../middleware/log.ts'

/**
 * What CloudFormation asks of a custom resource, and where it waits for the answer.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
const Request = z.looseObject({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
})
type Request = z.infer<typeof Request>

export interface SeedHandlerDeps {
  readonly seeds: SeedStore
  /** The catalogue that came with this deployment. */
  readonly catalogue: () => Promise<Catalogue>
  /** Puts the answer at the address that CloudFormation gave. */
  readonly answer: (url: string, body: string) => Promise<void>
  readonly log: Log
}

/**
 * Publishes the catalogue of a deployment. CloudFormation is always answered, for it would wait an hour: a failure fails
 * the deployment, and then the invocation as well, so that its alarm rings. Removing the stack removes nothing that was
 * published.
 */
export function createSeedHandler(deps: SeedHandlerDeps): Handler<void> {
  const handle = async (request: Request): Promise<void> => {
    const seeded = request.RequestType === 'Delete' ? undefined : seed(deps)
    const [outcome] = await Promise.allSettled([seeded])
    const status = outcome.status === 'fulfilled' ? 'SUCCESS' : 'FAILED'
    await deps.answer(request.ResponseURL, JSON.stringify(answerTo(request, status)))
    if (outcome.status === 'rejected') throw outcome.reason
  }
  return lambda('seed', Request, handle, deps.log)
}

async function seed(deps: SeedHandlerDeps): Promise<void> {
  const code = await seedCatalogue(await deps.catalogue(), deps.seeds)
  deps.log({ level: 'info', message: 'catalogue of the deployment', function: 'seed', code })
}

const answerTo = ({ StackId, RequestId, LogicalResourceId }: Request, status: 'SUCCESS' | 'FAILED') => ({
  Status: status,
  Reason: status === 'FAILED' ? 'The catalogue could not be published: see the log of the function "seed".' : '',
  PhysicalResourceId: 'catalogue',
  StackId,
  RequestId,
  LogicalResourceId,
})
