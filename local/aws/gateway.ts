import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Context, Hono } from 'hono'
import type { StartedBy } from '#functions/facts.ts'
import { ALL_ROUTES, prefixOf } from '#functions/routes.ts'
import type { Handlers } from '#functions/wiring.ts'
import type { Clock } from '#stages/ports/clock.ts'
import { invoke } from '../event-sources/invocation.ts'
import { Problem } from '../pages/problem.ts'

/** Every route from outside: passed to the function that answers it, as API Gateway's HTTP API does (payload 2.0). */
export function gateway(
  app: Hono,
  parts: { readonly handlers: Pick<Handlers, StartedBy<'http'>>; readonly clock: Clock },
): void {
  for (const route of ALL_ROUTES) {
    const methods: ReadonlySet<string> = new Set([...route.methods, ...(route.methods.includes('GET') ? ['HEAD'] : [])])
    app.all(`${prefixOf(route)}${prefixOf(route) === route.path ? '' : '*'}`, async (context) => {
      // As the gateway's routes do: no other method comes to the function.
      if (!methods.has(context.req.method))
        throw new Problem(405, 'method-not-allowed', `${route.path} answers ${route.methods.join(' and ')}`, 'method')
      const event = await gatewayEvent(context, route.path, parts.clock)
      return response(await invoke(route.function, parts.handlers[route.function], event))
    })
  }
}

async function gatewayEvent(context: Context, path: string, clock: Clock): Promise<APIGatewayProxyEventV2> {
  const url = new URL(context.req.url)
  const body = Buffer.from(await context.req.arrayBuffer())
  const parameter = /\{(.+)\}$/.exec(path)?.[1]
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
    ...(parameter === undefined ? {} : { pathParameters: { [parameter]: url.pathname.slice(path.indexOf('{')) } }),
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
