import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type FrontDoorParts, headline, receive, type Word } from '../event-log/front-door.ts'
import { type EventBus, MAX_REQUEST_BYTES, RequestRefused } from '../event-sources/bus.ts'

/** JSON may write a byte of an entry as up to six. */
const MAX_BODY = 6 * MAX_REQUEST_BYTES

/** `POST /` as EventBridge's clients speak it: AWS JSON 1.1, `X-Amz-Target: AWSEvents.PutEvents`. */
export function putEventsPage(app: Hono, parts: FrontDoorParts & { readonly bus: EventBus }): void {
  const refuse = (code: string, message: string, place: string, status: 400 | 413 = 400): Response =>
    new Response(JSON.stringify({ __type: code, code, message, place }), {
      status,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
    })
  const limit = bodyLimit({
    maxSize: MAX_BODY,
    onError: () => refuse('RequestEntityTooLarge', `at most ${MAX_BODY} bytes`, 'body', 413),
  })
  app.post('/', limit, async (context) => {
    const target = context.req.header('x-amz-target')
    if (target !== 'AWSEvents.PutEvents') {
      return refuse('UnknownOperationException', 'this address takes AWSEvents.PutEvents', 'header X-Amz-Target')
    }
    try {
      const reception = await receive(parts)
      const words: Word[] = []
      const answer = parts.bus.putEvents(JSON.parse(await context.req.text()), (event) => {
        const word = reception.judge(event)
        words.push(word)
        return word
      })
      reception.done()
      const mistakes = headline(words)
      return context.json(answer, 200, {
        'content-type': 'application/x-amz-json-1.1',
        ...(mistakes === '' ? {} : { 'x-beforehand-warnings': mistakes }),
      })
    } catch (error) {
      if (error instanceof RequestRefused) return refuse(error.code, error.message, error.place)
      if (error instanceof SyntaxError) return refuse('SerializationException', 'the body is not JSON', 'body')
      throw error
    }
  })
}
