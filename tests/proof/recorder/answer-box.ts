import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

/** Where CloudFormation waits to hear of a custom resource. */
export async function answerBox() {
  const answers: { readonly [name: string]: unknown }[] = []
  const server = createServer(async (request, response) => {
    answers.push(JSON.parse(await text(request)))
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the box has no port')
  return {
    url: `http://127.0.0.1:${address.port}/answer`,
    answers,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
