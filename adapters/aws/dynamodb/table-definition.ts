/** The one table, as infra declares it and as one machine's host creates it. */
export const TABLE = {
  partitionKey: 'PK',
  sortKey: 'SK',
  ttlAttribute: 'ttl',
  /** The relay needs what an item has become, not what it was. */
  streamView: 'NEW_IMAGE',
} as const
