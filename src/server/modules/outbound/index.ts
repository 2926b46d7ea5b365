export { isAddress } from './address.ts'
export { sendToAddress, type SendToAddress } from './send-to-address.ts'
export { OutboxSender, type OutboxSenderServices } from './sender.ts'
