/** `send-hand_over-service` -> `SEND_HAND_OVER_SERVICE`. */
const variableOf = (queue: string): string => queue.replaceAll('-', '_').toUpperCase()

/** Environment variable in which producers find a queue's URL. */
export const urlVariable = (queue: string): string => `${variableOf(queue)}_QUEUE_URL`
/** Environment variable in which its handler finds the URL of its dead letters. */
export const deadLetterVariable = (queue: string): string => `${variableOf(queue)}_DLQ_URL`
