import { EngineTransport } from './engine-transport.ts'

/**
 * The embedded engine writes one transaction at a time, and many that wait for each other slow it down (64 at once: a fifth
 * of what 3 at once reach). What is more waits here.
 */
export const FEW_AT_ONCE = 3

/**
 * How the SDK's clients speak to the embedded engine: by our own transport, and signed alike. It wants a signature but does
 * not check it, and signing is a good part of a call's work: every request carries the same one. Another engine may look
 * closer, and gets true ones.
 */
export const engineClient = (connections: number) => ({
  requestHandler: new EngineTransport(connections),
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  signer: {
    sign: async <Request extends { readonly headers: Record<string, string> }>(request: Request): Promise<Request> => {
      request.headers['authorization'] =
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0'
      request.headers['x-amz-date'] = '20260101T000000Z'
      return request
    },
  },
})
