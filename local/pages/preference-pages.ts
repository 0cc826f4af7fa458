import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Context, Hono } from 'hono'
import type { Handler } from '#functions/middleware/lambda.ts'
import { PAGES } from '#functions/topology.ts'
import type { Clock } from '#stages/ports/clock.ts'
import { invoke } from '../event-sources/invocation.ts'
import { Problem } from './problem.ts'

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])

/** The customer's own pages: passed to the preferences handler as API Gateway's HTTP API does (payload 2.0). */
export function preferencePages(
  app: Hono,
  parts: { readonly preferences: Handler<unknown>; readonly clock: Clock },
): void {
  for (const path of PAGES.paths) {
    app.all(path.replace('{token}', '*'), async (context) => {
      // As the gateway's routes do: no other method comes to the function.
      if (!METHODS.has(context.req.method))
        throw new Problem(405, 'method-not-allowed', 'these pages are read with GET and answered with POST', 'method')
      const answer = await invoke('preferences', parts.preferences, await gatewayEvent(context, path, parts.clock))
      return response(answer)
    })
  }
}

async function gatewayEvent(context: Context, path: string, clock: Clock): Promise<APIGatewayProxyEventV2> {
  const url = new URL(context.req.url)
  const body = Buffer.from(await context.req.arrayBuffer())
  const token = url.pathname.slice(path.indexOf('{'))
  const now = clock.now()
  const method = context.req.method
  const query = Object.fromEntries(url.searchParams)
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: context.req.header(),
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    pathParameters: { token },
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: url.hostname,
      domainPrefix: 'local',
      http: {
        method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: context.req.header('user-agent') ?? '',
      },
      requestId: randomUUID(),
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    ...(body.length === 0 ? {} : { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  }
}

function response(answer: unknown): Response {
  // The gateway's own contract: an object with a status, or anything else as a JSON body.
  const { statusCode, headers, body, isBase64Encoded } = (answer ?? {}) as APIGatewayProxyStructuredResultV2
  if (statusCode === undefined) return Response.json(answer)
  const sent = Object.entries(headers ?? {}).map(([name, value]): [string, string] => [name, String(value)])
  const bytes = body === undefined ? null : isBase64Encoded === true ? Buffer.from(body, 'base64') : body
  return new Response(bytes, { status: statusCode, headers: sent })
}
