import { writeFile } from 'node:fs/promises'
import { compileFolder } from '#adapters/files/compile-folder.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { answerBox } from './answer-box.ts'
import type { DeployedHandlers } from './deployed-handlers.ts'

/** Deployments: what is live already, nothing new, something new, one that came after somebody published, and the stack's end. */
export async function seed(
  handlers: DeployedHandlers,
  packaged: string,
  workflowsDir: string,
): Promise<readonly string[]> {
  const { catalogue } = await compileFolder(workflowsDir)
  if (catalogue === undefined) throw new Error('the workspace does not compile')
  const box = await answerBox()
  const deploy = async (RequestType: string, compiled: Catalogue): Promise<void> => {
    await writeFile(packaged, JSON.stringify(compiled))
    await handlers.seed({ RequestType, ResponseURL: box.url, StackId: 's', RequestId: 'r', LogicalResourceId: 'l' })
  }
  try {
    await deploy('Create', catalogue)
    await deploy('Update', catalogue)
    await deploy('Update', { ...catalogue, hash: `${catalogue.hash.slice(0, -1)}_` })
    await deploy('Delete', catalogue)
    return box.answers.map((answer) => String(answer['Status']))
  } finally {
    await box.stop()
  }
}
