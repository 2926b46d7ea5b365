export { OutboxSender, type OutboxSenderServices } from './sender.ts'
