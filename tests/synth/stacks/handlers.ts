import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FUNCTION_NAMES } from '#functions/facts.ts'
import { startFakeAws } from '../fake-aws.ts'
import { invokeFile } from '../invoke-file.ts'
import { type Resource, resources, synthesised } from '../synthesised.ts'

/** As the template says it: the asset's folder, the file and its member. */
const entryOf = (folder: string, { Properties }: Resource, handler = String(Properties['Handler'])) => {
  const [file = '', member = ''] = handler.split('.')
  const asset = String(Object(Properties['Code']).S3Key).replace(/\.zip$/, '')
  return { file: join(folder, `asset.${asset}`, `${file}.mjs`), member }
}

export function describeHandlers(): void {
  const { deployment, engine, edge } = synthesised()
  const root = deployment.engine.node.root
  if (!App.isApp(root)) throw new Error('an app is the root of its stacks')
  const folder = root.outdir
  const functions = [engine, edge]
    .flatMap((template) => [...resources(template, 'AWS::Lambda::Function').values()])
    .map((resource): readonly [string, Resource] => [String(resource.Properties['Description']).slice(12), resource])
  let aws: Awaited<ReturnType<typeof startFakeAws>>
  beforeAll(async () => {
    aws = await startFakeAws()
  })
  afterAll(() => aws.stop())

  describe('what Lambda will import', () => {
    it('is there for every function', () => {
      expect(functions.map(([name]) => name).sort()).toEqual([...FUNCTION_NAMES].sort())
    })

    it.each(functions)(
      '%s: the asset has the file that its template names, and the member is called',
      async (name, resource) => {
        const said = await invokeFile(entryOf(folder, resource), { no: 'envelope' }, aws.origin)
        // Only the schedule's input says nothing that is needed.
        expect(said).toEqual(name === 'wake' ? { answer: expect.anything() } : { code: 'bad-envelope' })
      },
    )

    it.each(['index.handle', 'main.handler', 'index.default'])('would be seen to be wrong: %s', async (handler) => {
      const [first] = functions
      if (first === undefined) throw new Error('there is no function')
      const wrong = invokeFile(entryOf(folder, first[1], handler), { no: 'envelope' }, aws.origin)
      const said = await wrong.catch((error: Error) => ({ code: error.message }))
      expect(said.code).toMatch(/handler is not a function|did not answer/)
    })
  })
}
